//! What Azure DevOps does that would mislead a reader.

use super::*;
use crate::audit::{Certainty, Value, fact};

/// Everything fails, so that the token's own request alone decides.
fn alone(identity: Result) -> World {
    let keys = [
        "repositories",
        "write-probe",
        "permission",
        "owner",
        "groups",
        "entitlements",
    ];
    let world = World::ready().with("identity", identity);
    keys.iter()
        .fold(world, |world, key| world.with(key, bare()))
}

#[test]
fn an_anonymous_200_is_a_token_that_is_not_accepted() {
    for id in [
        "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa",
        "AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let user = json!({"id": id, "descriptor": format!("System:PublicAccess;{id}"), "providerDisplayName": "Anonymous"});
        let world = alone(answer(200, &[], json!({"authenticatedUser": user})));
        dead(&world.row("token"), "token-invalid");
        cannot_tell(&world.row("code-write"), "blocked-by:azure-devops/token");
    }
    let user = json!({"id": USER, "descriptor": "System:PublicAccess;x"});
    dead(
        &alone(answer(200, &[], json!({"authenticatedUser": user}))).row("token"),
        "token-invalid",
    );
}

#[test]
fn a_public_project_shows_nothing_about_a_token_that_is_not_accepted() {
    let user = json!({"id": "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"});
    let anonymous = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:";
    let seen = answer(
        200,
        &[("x-vss-userdata", anonymous)],
        json!({"value": [{}]}),
    );
    let world =
        alone(answer(200, &[], json!({"authenticatedUser": user}))).with("repositories", seen);
    dead(&world.row("token"), "token-invalid");
    cannot_tell(&world.row("project"), "blocked-by:azure-devops/token");
}

#[test]
fn the_sign_in_page_is_a_token_that_is_not_accepted() {
    let page = "<html><title>Azure DevOps Services | Sign In</title></html>";
    let to = "https://spsprodweu1.vssps.visualstudio.com/_signin?realm=dev.azure.com";
    for identity in [
        answer(203, &[("content-type", "text/html; charset=utf-8")], page),
        answer(
            302,
            &[("location", to), ("content-type", "text/html")],
            "Object moved",
        ),
    ] {
        let finding = alone(identity).row("token");
        dead(&finding, "token-invalid");
        assert!(!said(&finding).contains("http"), "{}", said(&finding));
    }
}

#[test]
fn another_redirect_or_page_says_nothing_about_the_token() {
    for identity in [
        answer(302, &[("location", "https://portal.example.com/login")], ""),
        answer(
            200,
            &[("content-type", "text/html")],
            "<html>Sign in</html>",
        ),
        answer(401, &[("content-type", "text/html")], "<html>proxy</html>"),
        answer(
            401,
            &[("www-authenticate", "Basic realm=\"proxy\"")],
            "<html>proxy</html>",
        ),
        answer(401, &[("x-vss-e2eid", OTHER)], "{\"message\":\"cut"),
        answer(203, &[], "{\"authenticatedUser\":"),
    ] {
        cannot_tell(&alone(identity).row("token"), "unreadable");
    }
    let unknown = refusal(
        "SomethingNewException",
        "VS999999: a new reason for user@example.com",
    );
    let finding = alone(answer(401, &[], unknown)).row("token");
    cannot_tell(&finding, "refused");
    assert!(said(&finding).contains("a new reason") && !said(&finding).contains('@'));
}

#[test]
fn a_suppressed_redirect_is_a_401_that_names_the_sign_in() {
    let challenge = "Bearer authorization_uri=https://login.windows.net/common";
    let headers = [
        ("www-authenticate", challenge),
        ("x-tfs-fedauthrealm", "https://tfs.example.com/"),
        ("content-type", "text/html; charset=utf-8"),
    ];
    for body in ["", "<html>Sign in</html>"] {
        dead(
            &alone(answer(401, &headers, body)).row("token"),
            "token-invalid",
        );
    }
}

#[test]
fn a_401_that_names_the_sign_in_never_is_a_missing_scope() {
    for header in [
        (
            "www-authenticate",
            "Bearer authorization_uri=https://login.windows.net/common",
        ),
        ("www-authenticate", "TFS-Federated"),
        ("x-tfs-fedauthredirect", "https://tfs.example.com/_signin"),
    ] {
        let world = World::ready().with("write-probe", answer(401, &[header], ""));
        cannot_tell(&world.row("code-write"), "refused");
    }
}

#[test]
fn an_expired_token_is_told_from_a_garbled_one_by_its_words_only() {
    let words = "Access Denied: The Personal Access Token used has expired.";
    let typed = answer(401, &[], refusal("AccessCheckException", words));
    dead(&alone(typed).row("token"), "token-expired");
    let plain = answer(
        401,
        &[("content-type", "text/html"), ("x-tfs-processid", OTHER)],
        words,
    );
    dead(&alone(plain).row("token"), "token-expired");
    let other = answer(
        401,
        &[],
        refusal("AccessCheckException", "Zugriff verweigert"),
    );
    dead(&alone(other).row("token"), "token-invalid");
}

#[test]
fn a_user_of_another_organization_is_told_from_nobody() {
    let words = |user: &str| {
        format!("TF400813: The user '{user}' is not authorized to access this resource.")
    };
    let nobody = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";
    for status in [401, 403] {
        for (user, cause) in [(OTHER, "not-this-organization"), (nobody, "token-invalid")] {
            let answer = answer(
                status,
                &[],
                refusal("UnauthorizedRequestException", &words(user)),
            );
            dead(&alone(answer).row("token"), cause);
        }
    }
}

#[test]
fn a_bare_401_counts_only_beside_a_proven_identity() {
    let world = World::ready()
        .with("identity", answer(503, &[], ""))
        .with("write-probe", bare())
        .with("groups", bare())
        .with("entitlements", bare());
    cannot_tell(&world.row("code-write"), "server-error");
    cannot_tell(&world.row("excess"), "server-error");
}

#[test]
fn a_401_that_names_the_user_or_says_anything_is_not_a_missing_scope() {
    let user = format!("{USER}:user@example.com");
    for answered in [
        answer(401, &[("x-vss-userdata", &user)], ""),
        answer(401, &[], json!({"message": "TF400813: no"})),
        answer(401, &[("content-type", "text/html")], "<html>"),
    ] {
        let world = World::ready()
            .with("write-probe", answered.clone())
            .with("entitlements", answered);
        cannot_tell(&world.row("code-write"), "refused");
        cannot_tell(&world.row("threads"), "refused");
        cannot_tell(&world.row("excess"), "refused");
    }
}

#[test]
fn a_project_that_is_refused_without_a_word_lacks_a_scope_and_else_is_quoted() {
    let told = |answered| said(&World::ready().with("repositories", answered).row("project"));
    let scope = "without the scope Code: Read";
    assert!(told(bare()).contains(scope));
    let quoted = told(answer(401, &[], json!({"message": "TF400813: no"})));
    assert!(quoted.contains("TF400813: no") && !quoted.contains(scope));
}

#[test]
fn a_probe_counts_only_with_json_and_the_user_s_mark() {
    let refused = |status| known(status, refusal("VssServiceException", "contentStream"));
    for status in [400, 403, 404] {
        met(&World::ready()
            .with("write-probe", refused(status))
            .row("code-write"));
        let marked = [("x-vss-userdata", USER)];
        for answered in [
            answer(
                status,
                &[],
                refusal("GitRepositoryNotFoundException", "TF401019: none"),
            ),
            answer(status, &marked, "<html>"),
            answer(status, &[("x-vss-userdata", "garbage")], json!({})),
        ] {
            let finding = World::ready()
                .with("write-probe", answered)
                .row("code-write");
            cannot_tell(&finding, "refused");
        }
    }
    for status in [405, 409, 500, 429] {
        let finding = World::ready()
            .with("write-probe", refused(status))
            .row("code-write");
        assert_eq!(finding.judged.verdict, Verdict::CannotTell, "{status}");
    }
    let accepted = known(200, json!({"value": [], "count": 0}));
    cannot_tell(
        &World::ready()
            .with("write-probe", accepted)
            .row("code-write"),
        "unreadable",
    );
}

#[test]
fn a_stranger_s_refusal_shows_no_scope_whatever_its_status() {
    let words = "TF400813: The user '22157d54-0000-4000-8000-000000000001' is not authorized to access this resource.";
    for status in [400, 403, 404] {
        let refused = known(status, refusal("UnauthorizedRequestException", words));
        let world = World::ready().with("write-probe", refused);
        cannot_tell(&world.row("code-write"), "refused");
    }
}

#[test]
fn the_documented_refusals_of_a_probe_show_the_scope() {
    for (status, kind, words) in [
        (
            404,
            "GitRepositoryNotFoundException",
            "TF401019: The Git repository does not exist",
        ),
        (
            404,
            "GitPullRequestNotFoundException",
            "TF401180: The requested pull request was not found.",
        ),
        (
            403,
            "GitNeedsPermissionException",
            "TF401027: You need the Git 'GenericContribute' permission. Details: identity 'user@example.com'",
        ),
    ] {
        let answered = known(status, refusal(kind, words));
        let world = World::ready()
            .with("write-probe", bare())
            .with("threads-probe", answered);
        let finding = world.row("threads");
        met(&finding);
        assert!(
            said(&finding).contains(&words[..8]) && !said(&finding).contains('@'),
            "{}",
            said(&finding)
        );
    }
}

#[test]
fn a_refused_api_version_still_names_the_user() {
    let words = "The requested version \"7.1\" of the resource is under preview.";
    let world = World::ready().with(
        "identity",
        known(400, refusal("VssInvalidPreviewVersionException", words)),
    );
    let finding = world.row("token");
    met(&finding);
    assert_eq!(finding.judged.sure, Certainty::Implied);
    met(&world.row("code-write"));
    let unnamed = alone(answer(
        400,
        &[],
        refusal("VssVersionOutOfRangeException", words),
    ));
    cannot_tell(&unnamed.row("token"), "refused");
}

#[test]
fn an_answer_elsewhere_proves_the_token_but_no_missing_scope() {
    let world = World::ready()
        .with("identity", miss(Cause::Deadline))
        .with("write-probe", bare());
    let finding = world.row("token");
    met(&finding);
    assert_eq!(finding.judged.sure, Certainty::Implied);
    met(&world.row("project"));
    cannot_tell(&world.row("code-write"), "deadline");
}

#[test]
fn patience_asked_for_beside_a_success_does_not_spoil_it() {
    let user = format!("{USER}:user@example.com");
    let headers = [
        ("retry-after", "30"),
        ("x-ratelimit-remaining", "0"),
        ("x-vss-userdata", &user),
    ];
    let world = World::ready().with(
        "repositories",
        answer(200, &headers, json!({"value": [{}]})),
    );
    met(&world.row("project"));
}

#[test]
fn an_organization_that_nothing_answers_for_is_not_a_dead_token() {
    let page = || answer(404, &[("content-type", "text/html")], "<html>");
    let keys = [
        "repositories",
        "write-probe",
        "permission",
        "owner",
        "groups",
        "entitlements",
        "identity",
    ];
    let world = keys
        .iter()
        .fold(World::ready(), |world, key| world.with(key, page()));
    let finding = world.row("token");
    cannot_tell(&finding, "not-found-or-hidden");
    assert!(finding.fix.unwrap().text.contains("organization's name"));
    assert!(
        world
            .judged()
            .iter()
            .all(|one| one.judged.verdict != Verdict::NotMet)
    );
}

#[test]
fn an_empty_project_is_visible_but_shows_no_reading_of_code() {
    let world = World::ready().with("repositories", known(200, json!({"value": []})));
    met(&world.row("project"));
    let (answers, _) = world.asked(&target());
    let evidence = AzureDevOps.read(&target(), &answers);
    assert_eq!(
        evidence.get(fact::SCM_READS_CODE).unwrap_err().cause,
        Cause::NotVisible
    );
    assert_eq!(
        evidence.get(fact::SCM_COMMENTS).unwrap().value,
        Value::Flag(true)
    );
}

#[test]
fn nested_groups_count_in_any_language() {
    let plain = World::ready().with("permission", bare());
    let (top, inner) = (group(1), "vssgp.aW5uZXI");
    // Where both meet halfway.
    let meets = plain.clone().graph(&[inner], &[(&top, &[inner])]);
    met(&meets.row("administrator"));
    // One group deeper.
    let deeper = plain.clone().graph(
        &["vssgp.bGVhZg"],
        &[(&top, &[inner]), (inner, &["vssgp.bGVhZg"])],
    );
    met(&deeper.row("administrator"));
    let outside = plain.graph(&[], &[(&top, &[inner]), (inner, &["aad.c29tZWJvZHk"])]);
    not_met(&outside.row("administrator"));
}

#[test]
fn groups_that_can_not_be_followed_leave_it_open() {
    let plain = World::ready().with("permission", bare());
    let top = group(1);
    for members in [
        &["aadgp.ZW50cmE"][..],
        &["vssgp.YQ", "vssgp.Yg"],
        &["new.kind"],
    ] {
        let world = plain
            .clone()
            .graph(&[], &[(&top, members), ("vssgp.YQ", &[])]);
        cannot_tell(&world.row("administrator"), "not-visible");
    }
    let circle = plain
        .clone()
        .graph(&[], &[(&top, &["vssgp.YQ"]), ("vssgp.YQ", &[&top])]);
    not_met(&circle.row("administrator"));
    for odd in ["{\"value\":[", "[]", "null", "{\"value\":{}}"] {
        let lost = plain
            .clone()
            .graph(&[], &[])
            .with(&format!("members {top}"), answer(200, &[], odd));
        cannot_tell(&lost.row("administrator"), "unreadable");
    }
}

#[test]
fn administrators_of_a_project_are_not_those_of_the_organization() {
    let project = json!({"value": [{"descriptor": group(1), "domain": "vstfs:///Classification/TeamProject/1",
        "principalName": "[web]\\Project Administrators"}]});
    let world = World::ready()
        .with("permission", bare())
        .with("groups", known(200, project));
    cannot_tell(&world.row("administrator"), "not-visible");
}

#[test]
fn the_token_goes_out_as_a_password_without_a_name() {
    let target = target_with("abc");
    let (name, secret) = &target.credentials[0];
    assert_eq!(
        (*name, secret.expose()),
        ("authorization", "Basic OmFiYw==")
    );
    assert!(
        target
            .headers
            .contains(&("x-tfs-fedauthredirect", "Suppress".to_owned()))
    );
}

#[test]
fn all_servers_follow_a_base_that_is_not_the_public_one() {
    let mut target = target();
    assert_eq!(
        target.servers["vssps"].as_str(),
        "https://vssps.dev.azure.com/"
    );
    assert_eq!(
        target.servers["vsaex"].as_str(),
        "https://vsaex.dev.azure.com/"
    );
    let base = url::Url::parse("http://127.0.0.1:4711/azure-devops").unwrap();
    AzureDevOps.equip(&base, None, &mut target);
    assert!(target.servers.values().all(|url| *url == base));
    assert_eq!(AzureDevOps.host(&base), "127.0.0.1:4711");
    assert!(target.credentials.is_empty());
}

#[test]
fn a_namespace_is_an_organization_and_a_project() {
    for good in ["acme/web", "acme/Web Shop", "acme/größer.2"] {
        assert_eq!(AzureDevOps.check_namespace(good), Ok(()), "{good}");
    }
    for bad in [
        "acme",
        "acme/",
        "/web",
        "acme/web/shop",
        "acme/..",
        "acme/a?b",
        "",
    ] {
        assert!(AzureDevOps.check_namespace(bad).is_err(), "{bad}");
    }
}

#[test]
fn only_unmistakable_words_are_taken_for_tokens() {
    assert!(AzureDevOps.is_token(&pat()));
    assert!(AzureDevOps.is_token(&"a2".repeat(26)));
    for word in [
        "acme/web",
        &"a".repeat(52),
        &"0".repeat(52),
        &"x".repeat(84),
    ] {
        assert!(!AzureDevOps.is_token(word), "{word}");
    }
}

#[test]
fn a_group_made_by_people_is_followed_before_the_service_accounts() {
    let (top, service) = (group(1), group(2));
    let inner = "vssgp.zzzzzz";
    let world = World::ready().with("permission", bare()).graph(
        &["vssgp.bGVhZg"],
        &[(&top, &[&service, inner]), (inner, &["vssgp.bGVhZg"])],
    );
    met(&world.row("administrator"));
}

#[test]
fn a_probe_whose_refusal_is_cut_or_of_another_shape_shows_nothing() {
    let user = format!("{USER}:user@example.com");
    let signed = [("x-vss-userdata", user.as_str())];
    for body in ["{\"message\":\"TF401", "[]", "{}", "{\"message\":false}"] {
        let world = World::ready().with("write-probe", answer(404, &signed, body));
        cannot_tell(&world.row("code-write"), "unreadable");
    }
}

#[test]
fn a_permission_that_could_not_be_asked_for_is_why_nothing_is_known_of_the_administrator() {
    for (permission, cause) in [
        (answer(500, &[], "{}"), "server-error"),
        (miss(Cause::Network), "network"),
    ] {
        let world = World::ready()
            .with("permission", permission)
            .with("owner", bare())
            .with("groups", bare());
        cannot_tell(&world.row("administrator"), cause);
    }
}
