//! Lines that can be run as they stand, the ones that need no account first.

use crate::scm::{self, Handover};

type Line = (&'static str, &'static str);

/// By command: what a line is for, and the line. `{scm}` and `{namespace}` stand for an example.
const EXAMPLES: &[(&str, &[Line])] = &[
    (
        "",
        &[
            ("be led through everything", "assistant"),
            (
                "look at a report without any account",
                "assistant --sandbox check-scopes",
            ),
            (
                "watch the whole job without any account",
                "assistant --sandbox enable --scm {scm} --yes --accept-ai-code-sharing",
            ),
            (
                "check for real; changes nothing",
                "assistant check-scopes --scm {scm} --namespace {namespace}",
            ),
            (
                "see what enabling would change",
                "assistant enable --scm {scm} --namespace {namespace} --dry-run",
            ),
            (
                "enable, with a question before each change",
                "assistant enable --scm {scm} --namespace {namespace}",
            ),
        ],
    ),
    (
        "check-scopes",
        &[
            ("without any account", "assistant --sandbox check-scopes"),
            (
                "a token with too small a scope, simulated",
                "assistant --sandbox=missing-scope check-scopes --scm {scm}",
            ),
            (
                "one connection",
                "assistant check-scopes --scm {scm} --namespace {namespace}",
            ),
            (
                "every connection known here or on the platform",
                "assistant check-scopes",
            ),
            (
                "for a script",
                "assistant check-scopes --format json > report.json",
            ),
            (
                "which requests it would send, and what for",
                "assistant check-scopes --explain",
            ),
        ],
    ),
    (
        "enable",
        &[
            (
                "without any account",
                "assistant --sandbox enable --scm {scm} --yes --accept-ai-code-sharing",
            ),
            (
                "see what would change",
                "assistant enable --scm {scm} --namespace {namespace} --dry-run",
            ),
            (
                "ask before each change",
                "assistant enable --scm {scm} --namespace {namespace}",
            ),
            (
                "in a script",
                "assistant enable --scm {scm} --namespace {namespace} --yes --accept-ai-code-sharing",
            ),
            (
                "with a choice of features",
                "assistant enable --scm {scm} --namespace {namespace} --set noise-filter=suppress --skip priority-emails",
            ),
        ],
    ),
    (
        "connect-scm",
        &[
            (
                "without any account",
                "assistant --sandbox connect-scm --scm {scm} --yes",
            ),
            (
                "asks for the token",
                "assistant connect-scm --scm {scm} --namespace {namespace}",
            ),
            (
                "with a token from a password manager",
                "assistant connect-scm --scm {scm} --namespace {namespace} --token-command 'pass show scm'",
            ),
        ],
    ),
    (
        "disconnect-scm",
        &[
            (
                "without any account",
                "assistant --sandbox=enabled disconnect-scm --scm {scm} --yes",
            ),
            (
                "see what would be removed",
                "assistant disconnect-scm --scm {scm} --namespace {namespace} --dry-run",
            ),
            (
                "remove it",
                "assistant disconnect-scm --scm {scm} --namespace {namespace}",
            ),
        ],
    ),
    (
        "disable",
        &[
            (
                "without any account",
                "assistant --sandbox=enabled disable --yes",
            ),
            ("see what would change", "assistant disable --dry-run"),
            ("turn it off", "assistant disable"),
        ],
    ),
    (
        "apply",
        &[
            (
                "see what would change",
                "assistant apply --file assistant.yaml --dry-run",
            ),
            (
                "make it so, with a question before",
                "assistant apply --file assistant.yaml",
            ),
        ],
    ),
    (
        "features",
        &[
            ("without any account", "assistant --sandbox features list"),
            ("change one", "assistant features set noise-filter=inform"),
            ("what one does", "assistant features explain noise-filter"),
        ],
    ),
    (
        "features list",
        &[
            ("without any account", "assistant --sandbox features list"),
            ("yours", "assistant features list"),
        ],
    ),
    (
        "features set",
        &[
            (
                "without any account",
                "assistant --sandbox=enabled features set noise-filter=suppress --yes",
            ),
            (
                "several at once",
                "assistant features set noise-filter=inform min-confidence=0.3",
            ),
            (
                "see what would change",
                "assistant features set remediation=off --dry-run",
            ),
        ],
    ),
    (
        "features explain",
        &[
            (
                "the main switch",
                "assistant features explain code-snippets",
            ),
            (
                "by its name under Semgrep Multimodal",
                "assistant features explain multimodal",
            ),
        ],
    ),
    (
        "status",
        &[
            ("without any account", "assistant --sandbox=enabled status"),
            ("yours", "assistant status"),
        ],
    ),
    ("token", &[("what is kept here", "assistant token list")]),
    (
        "token list",
        &[("what is kept here", "assistant token list")],
    ),
    (
        "token add",
        &[
            (
                "asks for the token",
                "assistant token add --scm {scm} --namespace {namespace}",
            ),
            ("the Semgrep token", "assistant token add --platform"),
        ],
    ),
    (
        "token remove",
        &[(
            "one connection's",
            "assistant token remove --scm {scm} --namespace {namespace}",
        )],
    ),
    (
        "token rotate",
        &[(
            "here and on the platform",
            "assistant token rotate --scm {scm} --namespace {namespace}",
        )],
    ),
    (
        "doctor",
        &[
            ("everything", "assistant doctor"),
            ("for a bug report", "assistant doctor --format json"),
        ],
    ),
    (
        "requirements",
        &[
            ("all checks", "assistant requirements"),
            (
                "one source code manager's",
                "assistant requirements --scm {scm}",
            ),
        ],
    ),
    (
        "sandbox",
        &[
            ("what there is", "assistant sandbox --list"),
            (
                "run a command in it",
                "assistant sandbox --scenario missing-scope -- assistant check-scopes",
            ),
            ("serve until Ctrl-C", "assistant sandbox"),
        ],
    ),
    (
        "schema",
        &[
            ("of the output", "assistant schema"),
            (
                "of assistant.yaml, for an editor",
                "assistant schema assistant > assistant.schema.json",
            ),
        ],
    ),
    (
        "completions",
        &[
            (
                "bash",
                "assistant completions bash > ~/.local/share/bash-completion/completions/assistant",
            ),
            (
                "fish",
                "assistant completions fish > ~/.config/fish/completions/assistant.fish",
            ),
            (
                "zsh, into a folder of $fpath",
                "assistant completions zsh > _assistant",
            ),
        ],
    ),
    (
        "man",
        &[
            ("read the main page", "assistant man | man -l -"),
            ("the page of a command", "assistant man features set"),
            ("write all pages", "assistant man --out ./man"),
        ],
    ),
    (
        "help",
        &[
            ("a command", "assistant help enable"),
            ("what the exit codes mean", "assistant help exit-codes"),
            ("every variable that is read", "assistant help environment"),
            ("what is called what", "assistant help names"),
        ],
    ),
    (
        "apply",
        &[
            (
                "see what would change",
                "assistant apply --file assistant.yaml --dry-run",
            ),
            (
                "make it so, in a script",
                "assistant apply --file assistant.yaml --yes --accept-ai-code-sharing",
            ),
        ],
    ),
    (
        "audit",
        &[
            (
                "every night; started again on the same day, it goes on where it was stopped",
                "assistant audit --file fleet.yaml --resume audit-tonight.ndjson -o audit.html",
            ),
            (
                "one part of eight, for parallel jobs",
                "assistant audit --file fleet.yaml --shard 1/8 --format ndjson > part-1.ndjson",
            ),
        ],
    ),
    (
        "report merge",
        &[(
            "join the parts of an audit",
            "assistant report merge part-*.ndjson -o audit.html -o audit.csv",
        )],
    ),
    (
        "schema",
        &[
            ("the schema of the output", "assistant schema"),
            (
                "for an editor",
                "assistant schema assistant > assistant.schema.json",
            ),
        ],
    ),
];

/// What is said of a command's examples, and the lines themselves; none for a command without any.
pub(in crate::cli) fn examples(path: &str) -> Vec<(&'static str, String)> {
    // One that is handed its token, and so shows all there is.
    let scm = scm::ALL
        .into_iter()
        .rev()
        .find(|scm| matches!(scm.about().handover, Handover::Token))
        .map(|scm| scm.about());
    let (id, namespace) = scm.map_or(("", ""), |about| {
        (
            about.id,
            about.example.split(' ').next().unwrap_or_default(),
        )
    });
    let lines = EXAMPLES
        .iter()
        .find(|(command, _)| *command == path)
        .map_or(&[][..], |(_, lines)| lines);
    let filled = |line: &str| line.replace("{scm}", id).replace("{namespace}", namespace);
    lines
        .iter()
        .map(|(about, line)| (*about, filled(line)))
        .collect()
}
