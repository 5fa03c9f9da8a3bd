//! Every row of the catalogue, met, not met and not to be told.

use super::*;

fn table(id: &str, cases: &[(&str, World, Judgement)]) {
    for (name, world, wanted) in cases {
        assert_eq!(world.judged(id), *wanted, "{id}: {name}");
    }
}

fn ready() -> World {
    World::ready()
}

/// The rows about apps are open for the same reasons.
fn open(id: &'static str) {
    let hidden = ready().installations(refused(404, "Not Found"));
    let denied = ready().installations(refused(403, "Must have admin rights to Repository."));
    // What is wrong on the way is told once, by the row in front.
    let rows = GitHub.requirements();
    let behind = rows
        .iter()
        .any(|row| row.id == id && row.behind.contains(&"github/app-installed"));
    let way = |cause: &'static str| match behind {
        true => cannot_tell("blocked-by:github/app-installed"),
        false => cannot_tell(cause),
    };
    table(
        id,
        &[
            ("hidden", hidden, cannot_tell("not-found-or-hidden")),
            ("denied", denied, cannot_tell("refused")),
            (
                "a web page",
                ready().installations(page(200)),
                way("unreadable"),
            ),
            (
                "another shape",
                ready().installations(answer(200, &[], "{}")),
                way("unreadable"),
            ),
            (
                "broken",
                ready().installations(refused(502, "")),
                way("server-error"),
            ),
            (
                "no connection",
                ready().installations(missed(Cause::Network)),
                way("network"),
            ),
        ],
    );
}

#[test]
fn everything_is_met_when_it_is_as_documented() {
    let run = ready().run();
    assert_eq!(run.findings.len(), 11);
    for row in run.findings {
        assert_eq!(row.judged.verdict, Verdict::Met, "{}: {row:?}", row.id);
    }
}

#[test]
fn token_kind_is_told_by_prefix_and_an_unknown_look_is_met() {
    let kind = |token: &str| ready().token(token);
    table(
        "github/token-kind",
        &[
            ("classic", ready(), met()),
            ("fine-grained", kind("github_pat_11INVENTED"), met()),
            ("OAuth", kind("gho_invented"), met()),
            ("app user", kind("ghu_invented"), met()),
            ("old", kind(&"0a".repeat(20)), met()),
            ("unknown", kind("something-else"), met()),
            (
                "installation",
                kind("ghs_invented"),
                dead("wrong-token-kind"),
            ),
            ("refresh", kind("ghr_invented"), dead("wrong-token-kind")),
        ],
    );
    let sure = |token| kind(token).row("github/token-kind").judged.sure;
    assert_eq!(sure("ghp_invented"), Certainty::Observed);
    assert_eq!(sure("something-else"), Certainty::Heuristic);
}

#[test]
fn token_is_dead_only_where_github_says_so_in_its_own_words() {
    let user = |reply| ready().user(reply);
    let unheard = |reply| {
        user(reply)
            .membership(refused(500, ""))
            .installations(refused(500, ""))
    };
    table(
        "github/token",
        &[
            ("accepted", ready(), met()),
            (
                "refused",
                user(refused(401, "Bad credentials")),
                dead("token-invalid"),
            ),
            ("a web page", user(page(401)), cannot_tell("unreadable")),
            (
                "other JSON",
                user(answer(401, &[], "{\"error\":\"no\"}")),
                cannot_tell("unreadable"),
            ),
            (
                "broken",
                unheard(refused(503, "")),
                cannot_tell("server-error"),
            ),
            (
                "cut",
                unheard(answer(200, &[], "{\"login\": \"a")),
                cannot_tell("unreadable"),
            ),
            (
                "no login",
                unheard(answer(200, &[], "{}")),
                cannot_tell("unreadable"),
            ),
            (
                "forbidden",
                unheard(refused(403, "Resource not accessible by integration")),
                cannot_tell("refused"),
            ),
            (
                "throttled",
                user(refused_with(
                    429,
                    "You have exceeded a secondary rate limit",
                    &[],
                )),
                cannot_tell("rate-limited"),
            ),
            (
                "time",
                user(missed(Cause::Deadline)),
                cannot_tell("deadline"),
            ),
            ("tls", user(missed(Cause::Tls)), cannot_tell("tls")),
        ],
    );
}

#[test]
fn a_token_accepted_elsewhere_is_alive_by_implication() {
    let row = ready().user(refused(502, "")).row("github/token");
    assert_eq!(
        (row.judged.verdict, row.judged.sure),
        (Verdict::Met, Certainty::Implied)
    );
}

#[test]
fn owner_needs_an_active_admin_membership_or_the_account_itself() {
    let member_of = |role, state| ready().membership(member(role, state));
    table(
        "github/owner",
        &[
            ("admin", ready(), met()),
            ("the account, in other case", ready().personal(), met()),
            ("pending", member_of("admin", "pending"), not_met()),
            ("member", member_of("member", "active"), not_met()),
            (
                "billing manager",
                member_of("billing_manager", "active"),
                not_met(),
            ),
            (
                "unknown role",
                member_of("archivist", "active"),
                cannot_tell("not-visible"),
            ),
            (
                "hidden",
                ready().membership(refused(404, "Not Found")),
                cannot_tell("not-found-or-hidden"),
            ),
            (
                "an app that is blocked",
                ready().membership(refused(403, "Forbidden")),
                cannot_tell("refused"),
            ),
            (
                "a page instead",
                ready().membership(page(404)),
                cannot_tell("unreadable"),
            ),
        ],
    );
}

#[test]
fn owner_is_required_only_while_the_private_app_is_not_seen() {
    use crate::audit::Level;
    let level = |world: World| world.row("github/owner").level;
    assert_eq!(level(ready()), Level::Recommended);
    assert_eq!(level(ready().apps(&[public()])), Level::Required);
    assert_eq!(
        level(ready().installations(refused(404, "Not Found"))),
        Level::Required
    );
}

#[test]
fn app_installed_is_met_not_met_or_open() {
    table(
        "github/app-installed",
        &[
            ("there", ready(), met()),
            ("absent", ready().apps(&[public()]), not_met()),
            ("nothing at all", ready().apps(&[]), not_met()),
            ("personal", ready().personal(), cannot_tell("not-visible")),
        ],
    );
    open("github/app-installed");
}

#[test]
fn public_app_is_met_not_met_or_open() {
    let suspended = with(public(), "suspended_at", json!("2026-02-04T10:00:00Z"));
    let untold = with(public(), "suspended_at", json!(7));
    table(
        "github/public-app-installed",
        &[
            ("there", ready(), met()),
            ("absent", ready().apps(&[private()]), not_met()),
            (
                "suspended",
                ready().apps(&[private(), suspended]),
                not_met(),
            ),
            (
                "not told",
                ready().apps(&[private(), untold]),
                cannot_tell("unreadable"),
            ),
            ("personal", ready().personal(), cannot_tell("not-visible")),
        ],
    );
    open("github/public-app-installed");
}

#[test]
fn app_active_is_met_not_met_or_open() {
    let suspended = with(private(), "suspended_at", json!("2026-02-04T10:00:00Z"));
    table(
        "github/app-active",
        &[
            ("active", ready(), met()),
            ("suspended", ready().apps(&[suspended, public()]), not_met()),
            (
                "absent",
                ready().apps(&[public()]),
                cannot_tell("blocked-by:github/app-installed"),
            ),
            ("personal", ready().personal(), cannot_tell("not-visible")),
        ],
    );
    open("github/app-active");
}

#[test]
fn app_contents_is_read_or_write_and_nothing_less() {
    let level = |level: &str| {
        let mut app = private();
        app["permissions"]["contents"] = json!(level);
        ready().apps(&[app, public()])
    };
    table(
        "github/app-contents",
        &[
            ("read", ready(), met()),
            ("write", level("write"), met()),
            (
                "absent",
                ready().apps(&[lacking(private(), "contents")]),
                not_met(),
            ),
            ("unknown", level("peek"), cannot_tell("not-visible")),
            (
                "no permissions told",
                ready().apps(&[with(private(), "permissions", json!(null))]),
                cannot_tell("unreadable"),
            ),
            (
                "app absent",
                ready().apps(&[]),
                cannot_tell("blocked-by:github/app-installed"),
            ),
            ("personal", ready().personal(), cannot_tell("not-visible")),
        ],
    );
    open("github/app-contents");
}

#[test]
fn app_standard_counts_both_apps_together_and_lists_what_is_missing() {
    let lacks = |name: &str| lacking(private(), name);
    table(
        "github/app-standard",
        &[
            ("both", ready(), met()),
            (
                "one of them",
                ready().apps(&[lacks("secrets"), public()]),
                met(),
            ),
            (
                "no app",
                ready().apps(&[]),
                cannot_tell("blocked-by:github/app-installed"),
            ),
            ("personal", ready().personal(), cannot_tell("not-visible")),
        ],
    );
    open("github/app-standard");
    let short = ready().apps(&[lacks("secrets"), lacking(public(), "secrets")]);
    let row = short.row("github/app-standard");
    assert_eq!(row.judged.verdict, Verdict::NotMet);
    assert_eq!(row.judged.missing, ["secrets:write"]);
    let fix = row.fix.unwrap().text;
    assert!(
        fix.contains("Secrets: Read and write (secrets:write)"),
        "{fix}"
    );
}

#[test]
fn repositories_is_advice_and_never_not_met() {
    let selected = with(private(), "repository_selection", json!("selected"));
    table(
        "github/repositories",
        &[
            ("all", ready(), met()),
            (
                "selected",
                ready().apps(&[selected.clone(), public()]),
                cannot_tell("not-visible"),
            ),
            (
                "unknown",
                ready().apps(&[with(private(), "repository_selection", json!("some"))]),
                cannot_tell("unreadable"),
            ),
            ("personal", ready().personal(), cannot_tell("not-visible")),
        ],
    );
    open("github/repositories");
    let (text, url) = ready()
        .apps(&[public(), selected])
        .fix("github/repositories");
    assert!(text.contains(SLUG), "{text}");
    assert_eq!(
        url,
        "https://github.com/organizations/acme/settings/installations/11"
    );
}

#[test]
fn excess_is_judged_for_classic_tokens_only() {
    let scopes = |scopes: &str| ready().telling(&[("x-oauth-scopes", scopes)]);
    table(
        "github/excess",
        &[
            ("read:org", ready(), met()),
            ("admin:org", scopes("admin:org"), met()),
            ("none", scopes(""), met()),
            ("repo", scopes("read:org, repo"), not_met()),
            ("unknown scope", scopes("read:org, teleport"), not_met()),
            (
                "OAuth",
                scopes("gist, read:org, repo").token("gho_invented"),
                cannot_tell("not-visible"),
            ),
            (
                "fine-grained",
                ready().telling(&[]).token("github_pat_11X"),
                cannot_tell("not-visible"),
            ),
            (
                "header taken out",
                ready().telling(&[]),
                cannot_tell("not-visible"),
            ),
        ],
    );
    let row = scopes("repo, teleport, write:org").row("github/excess");
    assert_eq!(row.judged.excess, ["repo", "teleport"]);
    assert!(row.judged.why.contains("through its apps"));
}

#[test]
fn expiry_is_met_not_met_or_open() {
    const HEADER: &str = "github-authentication-token-expiration";
    let ends = |at: &str| ready().telling(&[(HEADER, at)]);
    let silent = || ready().telling(&[]);
    let enterprise = "https://ghe.example.com/api/v3";
    table(
        "github/expiry",
        &[
            ("in time", ends("2027-02-04 16:42:10 UTC"), met()),
            ("other form", ends("2027-02-06 07:42:23 +0100"), met()),
            ("too soon", ends("2026-12-01 00:00:00 UTC"), not_met()),
            ("too late", ends("2028-12-01 00:00:00 UTC"), not_met()),
            ("classic, never", silent(), not_met()),
            (
                "fine-grained, never",
                silent().token("github_pat_11X"),
                not_met(),
            ),
            (
                "OAuth",
                silent().token("gho_invented"),
                cannot_tell("not-visible"),
            ),
            (
                "old",
                silent().token(&"0a".repeat(20)),
                cannot_tell("not-visible"),
            ),
            (
                "server",
                silent().at(enterprise),
                cannot_tell("not-visible"),
            ),
            ("server that tells", ready().at(enterprise), met()),
            ("garbled", ends("tomorrow"), cannot_tell("unreadable")),
        ],
    );
}
