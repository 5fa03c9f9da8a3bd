//! Every row of the catalogue: met, not met, cannot tell.

use super::*;
use crate::audit::Certainty;

fn fix(finding: &Finding) -> String {
    finding.fix.as_ref().unwrap().text.clone()
}

#[test]
fn a_ready_token_meets_every_row_but_those_that_nothing_shows() {
    for finding in World::ready().judged() {
        match finding.id {
            "azure-devops/expiry" => cannot_tell(&finding, "not-visible"),
            _ => met(&finding),
        }
    }
}

#[test]
fn the_kind_is_met_by_look_and_an_unknown_look_only_heuristically() {
    let by = |token: &str| {
        row(
            World::ready().judged_as(&target_with(token), Phase::Setup),
            "token-kind",
        )
    };
    let legacy = "a2".repeat(26);
    for (token, sure) in [
        (pat().as_str(), Certainty::Observed),
        (legacy.as_str(), Certainty::Observed),
        ("something", Certainty::Heuristic),
    ] {
        let finding = by(token);
        met(&finding);
        assert_eq!(finding.judged.sure, sure, "{token}");
    }
}

#[test]
fn an_entra_token_is_of_the_wrong_kind_and_nothing_is_sent_with_it() {
    let target = target_with("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhY21lIn0.c2ln");
    let (_, rounds) = World::ready().asked(&target);
    assert!(rounds.is_empty());
    for finding in World::ready().judged_as(&target, Phase::Steady) {
        match finding.id {
            "azure-devops/token-kind" => {
                dead(&finding, "wrong-token-kind");
                assert!(said(&finding).contains("Entra token"));
            }
            _ => cannot_tell(&finding, "blocked-by:azure-devops/token-kind"),
        }
    }
}

#[test]
fn the_kind_cannot_be_told_without_a_token() {
    let mut target = target();
    target.token = None;
    cannot_tell(
        &row(
            World::ready().judged_as(&target, Phase::Setup),
            "token-kind",
        ),
        "not-asked",
    );
}

#[test]
fn the_token_is_met_when_a_user_is_named() {
    let finding = World::ready().row("token");
    met(&finding);
    assert_eq!(said(&finding), "user: Semgrep Service");
}

#[test]
fn a_dead_token_is_one_cause_and_the_rows_behind_it_are_blocked() {
    let world = [
        "repositories",
        "write-probe",
        "permission",
        "owner",
        "identity",
    ]
    .iter()
    .fold(World::ready(), |world, key| world.with(key, bare()));
    for finding in world.judged() {
        match finding.id {
            "azure-devops/token-kind" => met(&finding),
            "azure-devops/token" => dead(&finding, "token-invalid"),
            _ => cannot_tell(&finding, "blocked-by:azure-devops/token"),
        }
    }
}

#[test]
fn the_token_cannot_be_told_where_nothing_readable_answers() {
    let down = [
        "repositories",
        "write-probe",
        "permission",
        "owner",
        "groups",
        "entitlements",
    ]
    .iter()
    .fold(World::ready(), |world, key| {
        world.with(key, miss(Cause::Network))
    });
    for (identity, cause) in [
        (miss(Cause::Network), "network"),
        (
            answer(503, &[], "TF24668: the organization is stopped"),
            "server-error",
        ),
        (
            answer(
                200,
                &[("content-type", "text/html")],
                "<html>Sign in</html>",
            ),
            "unreadable",
        ),
        (answer(429, &[("retry-after", "7")], ""), "rate-limited"),
        (
            answer(404, &[("content-type", "text/html")], "<html>"),
            "not-found-or-hidden",
        ),
        (
            answer(200, &[], json!({"authenticatedUser": {}})),
            "unreadable",
        ),
    ] {
        let world = down.clone().with("identity", identity);
        cannot_tell(&world.row("token"), cause);
        assert!(
            world
                .judged()
                .iter()
                .all(|finding| finding.judged.verdict != Verdict::NotMet)
        );
    }
}

#[test]
fn the_project_is_met_not_met_and_open() {
    met(&World::ready().row("project"));
    let missing = World::ready()
        .with("repositories", no_project())
        .row("project");
    not_met(&missing);
    assert!(said(&missing).contains("TF200016"), "{}", said(&missing));
    cannot_tell(
        &World::ready().with("repositories", bare()).row("project"),
        "refused",
    );
    let html = answer(404, &[("content-type", "text/html")], "<html>");
    cannot_tell(
        &World::ready().with("repositories", html).row("project"),
        "not-found-or-hidden",
    );
    cannot_tell(
        &World::ready()
            .with("repositories", miss(Cause::Deadline))
            .row("project"),
        "deadline",
    );
}

#[test]
fn the_probes_name_a_missing_project_where_code_can_not_be_read() {
    let world = World::ready()
        .with("repositories", bare())
        .with("write-probe", bare())
        .with("threads-probe", no_project());
    not_met(&world.row("project"));
}

#[test]
fn writing_code_is_met_not_met_and_open() {
    let world = World::ready();
    let finding = world.row("code-write");
    met(&finding);
    assert_eq!(finding.judged.sure, Certainty::Inferred);
    assert!(said(&finding).contains("inferred"));

    let world = World::ready()
        .with("write-probe", bare())
        .with("threads-probe", no_repository());
    let finding = world.row("code-write");
    not_met(&finding);
    assert_eq!(finding.judged.sure, Certainty::Inferred);
    assert_eq!(finding.judged.missing, ["vso.code_write"]);
    assert_eq!(finding.judged.why, "needs vso.code_write, has vso.code");
    assert_eq!(
        fix(&finding),
        "edit the token and tick Code: Read & write (vso.code_write)"
    );

    let world = World::ready().with("write-probe", miss(Cause::NotAsked));
    cannot_tell(&world.row("code-write"), "not-asked");
    assert!(fix(&world.row("code-write")).contains("--no-write-probes"));
}

#[test]
fn threads_are_met_by_either_scope_not_met_by_neither_and_open_without_probes() {
    let covered = World::ready().row("threads");
    met(&covered);
    assert_eq!(covered.judged.sure, Certainty::Inferred);
    assert!(
        said(&covered).contains("can't be seen"),
        "{}",
        said(&covered)
    );

    let separate = World::ready()
        .with("write-probe", bare())
        .with("threads-probe", no_repository());
    met(&separate.row("threads"));

    let neither = World::ready()
        .with("write-probe", bare())
        .with("threads-probe", bare());
    let finding = neither.row("threads");
    not_met(&finding);
    assert_eq!(finding.judged.missing, ["vso.threads_full"]);
    assert!(fix(&finding).contains("Pull Request Threads: Read & write"));

    let off = World::ready().with("write-probe", miss(Cause::NotAsked));
    cannot_tell(&off.row("threads"), "not-asked");
    let lost = World::ready()
        .with("write-probe", bare())
        .with("threads-probe", miss(Cause::Network));
    cannot_tell(&lost.row("threads"), "network");
}

#[test]
fn an_administrator_is_met_by_permission_owner_or_group() {
    let permitted = World::ready().row("administrator");
    met(&permitted);
    assert_eq!(permitted.judged.sure, Certainty::Inferred);

    let no = known(200, json!({"count": 1, "value": [false]}));
    let plain = World::ready().with("permission", no);
    let owner = plain
        .clone()
        .with("owner", known(200, json!({"owner": USER.to_uppercase()})))
        .row("administrator");
    met(&owner);
    assert_eq!(owner.judged.sure, Certainty::Observed);

    let direct = plain
        .graph(&[&group(1)], &[(&group(1), &[DESCRIPTOR])])
        .row("administrator");
    met(&direct);
    assert_eq!(direct.judged.sure, Certainty::Observed);
}

#[test]
fn an_administrator_is_not_met_only_when_graph_says_no_and_somebody_else_is_the_owner() {
    let no = known(200, json!({"count": 1, "value": [false]}));
    for permission in [no, bare()] {
        let world = World::ready().with("permission", permission);
        let outside = world
            .clone()
            .graph(&[&group(3)], &[(&group(1), &["aad.c29tZWJvZHk"])]);
        let finding = outside.row("administrator");
        not_met(&finding);
        assert!(
            said(&finding).contains("somebody else"),
            "{}",
            said(&finding)
        );
        cannot_tell(
            &outside.with("owner", bare()).row("administrator"),
            "refused",
        );
        cannot_tell(&world.row("administrator"), "refused");
    }
}

#[test]
fn a_service_account_is_met_by_name_and_never_not_met() {
    for (name, fits) in [
        ("Semgrep Service", true),
        ("svc-appsec", true),
        ("ci runner 01", true),
        ("release bot", true),
        ("Marcia Abbott", false),
        ("Lucia Talbot", false),
        ("Jane Doe", false),
    ] {
        let finding = World::ready()
            .with("identity", known(200, identity(name)))
            .row("service-account");
        match fits {
            true => met(&finding),
            false => cannot_tell(&finding, "not-visible"),
        }
        assert_eq!(finding.judged.sure, Certainty::Heuristic, "{name}");
    }
}

#[test]
fn excess_is_met_in_setup_whatever_is_seen() {
    let all = known(200, json!({"members": []}));
    for world in [
        World::ready(),
        World::ready().with("entitlements", all),
        World::ready().with("entitlements", miss(Cause::Network)),
    ] {
        met(&row(world.judged_as(&target(), Phase::Setup), "excess"));
    }
}

#[test]
fn excess_is_met_not_met_and_open_when_steady() {
    let finding = World::ready().row("excess");
    met(&finding);
    assert_eq!(finding.judged.sure, Certainty::Inferred);
    assert!(said(&finding).contains("wider Code scopes can't be seen"));

    let wide = World::ready().with(
        "entitlements",
        known(200, json!({"members": [], "totalCount": 0})),
    );
    let finding = wide.row("excess");
    not_met(&finding);
    assert_eq!(finding.judged.excess, ["vso.memberentitlementmanagement"]);
    assert!(fix(&finding).contains("Managed Scans"), "{}", fix(&finding));
    assert!(fix(&finding).contains("Project and Team: Read & write"));

    let graph = World::ready().graph(&[], &[(&group(1), &[])]);
    assert_eq!(graph.row("excess").judged.excess, ["vso.graph"]);

    let refused = known(403, refusal("AccessCheckException", "Access Denied"));
    cannot_tell(
        &World::ready().with("entitlements", refused).row("excess"),
        "refused",
    );
    let mut target = target();
    target.exact = false;
    cannot_tell(
        &row(World::ready().judged_as(&target, Phase::Steady), "excess"),
        "not-asked",
    );
}

#[test]
fn the_end_date_is_never_visible() {
    let finding = World::ready().row("expiry");
    cannot_tell(&finding, "not-visible");
    assert!(said(&finding).contains("2026-12-01"));
    let url = finding.fix.unwrap().url.unwrap();
    assert_eq!(url, "https://dev.azure.com/acme/_usersSettings/tokens");
}

#[test]
fn no_row_is_left_without_a_fix_where_it_is_not_met() {
    let wrong = [
        "repositories",
        "write-probe",
        "permission",
        "owner",
        "groups",
        "entitlements",
    ];
    for shown in [
        bare(),
        miss(Cause::Network),
        known(403, json!({"message": "no"})),
    ] {
        let world = wrong
            .iter()
            .fold(World::ready(), |world, key| world.with(key, shown.clone()));
        for finding in world.judged() {
            let open = finding.judged.verdict != Verdict::Met && !finding.blocked();
            assert_eq!(finding.fix.is_some(), open, "{finding:?}");
            let text = finding
                .fix
                .map(|fix| fix.text + &fix.url.unwrap_or_default())
                .unwrap_or_default();
            assert!(!text.contains(['{', '}']), "{text}");
        }
    }
}
