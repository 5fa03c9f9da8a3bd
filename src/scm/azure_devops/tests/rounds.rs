//! How much is asked, in how many rounds.

use super::*;
use crate::ask::Effect;

const EXACT: [&str; 5] = ["owner", "groups", "entitlements", "memberships", "members"];

/// Worlds in which as much as possible is asked.
fn worlds() -> Vec<World> {
    let nothing = World(BTreeMap::new());
    let top = group(1);
    let many: Vec<String> = (0..40).map(|number| format!("vssgp.{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let below: [(&str, &[&str]); 2] = [(&top, &many), ("vssgp.0", &many)];
    let most = World::ready()
        .with("write-probe", bare())
        .with("threads-probe", bare())
        .graph(
            &many[..3],
            &[(&top, &["vssgp.q"]), ("vssgp.q", &["vssgp.r"])],
        );
    let wide = World::ready()
        .with("write-probe", bare())
        .graph(&[], &below);
    let dead = World::ready().with("identity", bare());
    vec![nothing, World::ready(), most, wide, dead]
}

#[test]
fn the_budget_holds_in_every_case() {
    for world in worlds() {
        let (_, rounds) = world.asked(&target());
        let sent: Vec<&str> = rounds.iter().flatten().map(|call| call.ask.key).collect();
        let exact = sent.iter().filter(|key| EXACT.contains(key)).count();
        assert!(rounds.len() <= 3, "{sent:?}");
        assert!(sent.len() - exact <= 5, "{sent:?}");
        assert!(exact <= 6, "{sent:?}");
    }
}

#[test]
fn the_most_that_is_ever_asked_is_eleven() {
    let (_, rounds) = worlds().remove(2).asked(&target());
    let counts: Vec<usize> = rounds.iter().map(Vec::len).collect();
    assert_eq!(counts, [7, 3, 1]);
}

#[test]
fn a_plain_token_needs_one_round_of_seven() {
    let (_, rounds) = World::ready().asked(&target());
    assert_eq!(rounds.iter().map(Vec::len).collect::<Vec<_>>(), [7]);
}

#[test]
fn without_exactness_four_or_five_are_sent() {
    let mut target = target();
    target.exact = false;
    let counts = |world: World| {
        world
            .asked(&target)
            .1
            .iter()
            .map(Vec::len)
            .collect::<Vec<_>>()
    };
    assert_eq!(counts(World::ready()), [4]);
    assert_eq!(counts(World::ready().with("write-probe", bare())), [4, 1]);
}

#[test]
fn an_owner_s_groups_are_not_walked() {
    let world = World::ready()
        .graph(&[], &[])
        .with("owner", known(200, json!({"owner": USER})));
    assert_eq!(world.asked(&target()).1.len(), 1);
}

#[test]
fn every_call_is_one_of_the_asks_in_its_round_with_all_placeholders_bound() {
    for world in worlds() {
        for (number, calls) in world.asked(&target()).1.iter().enumerate() {
            for call in calls {
                assert!(
                    AzureDevOps
                        .asks()
                        .iter()
                        .any(|ask| std::ptr::eq(*ask, call.ask))
                );
                assert!(
                    usize::from(call.ask.round) <= number + 1,
                    "{}",
                    call.ask.key
                );
                let path = call.ask.path(&call.bind);
                assert!(!path.contains("//") && path.starts_with("/acme/"), "{path}");
            }
        }
    }
}

#[test]
fn only_probes_of_something_that_does_not_exist_are_posts() {
    for ask in AzureDevOps.asks() {
        match ask.method {
            "GET" | "HEAD" => assert_eq!(ask.effect, Effect::Reads),
            _ => {
                assert_eq!(ask.effect, Effect::Probes);
                assert!(
                    ask.template.contains("/repositories/{random}/"),
                    "{}",
                    ask.template
                );
            }
        }
    }
}

#[test]
fn the_write_probe_sends_an_empty_list_to_a_random_repository() {
    let (_, rounds) = World::ready().asked(&target());
    let probe = rounds[0]
        .iter()
        .find(|call| call.ask.key == "write-probe")
        .unwrap();
    assert_eq!(probe.body.as_ref().unwrap().json, json!([]));
    assert!(probe.ask.path(&probe.bind).contains(NONCE));
}

#[test]
fn nothing_is_probed_without_a_random_name() {
    let mut target = target();
    target.nonce = String::new();
    let (_, rounds) = World::ready().asked(&target);
    assert!(
        rounds
            .iter()
            .flatten()
            .all(|call| call.ask.effect == Effect::Reads)
    );
    cannot_tell(
        &row(
            World::ready().judged_as(&target, Phase::Setup),
            "code-write",
        ),
        "not-asked",
    );
}

#[test]
fn no_evidence_holds_the_token() {
    for world in worlds() {
        let shown = format!("{:?}", world.judged());
        assert!(!shown.contains(&pat()) && !shown.contains("user@example.com"));
    }
}
