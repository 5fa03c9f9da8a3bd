//! Tests of tokens and their lives.

use super::*;

#[test]
fn the_default_token_is_an_active_one_with_api_that_expires_in_half_a_year() {
    let mut gitlab = gitlab("{}");
    let (status, token) = get(&mut gitlab, SELF);
    assert_eq!(
        (status, &token["scopes"], &token["active"]),
        (200, &json!(["api"]), &json!(true))
    );
    let expires: Date = token["expires_at"].as_str().unwrap().parse().unwrap();
    assert_eq!((expires - tokens::today()).get_days(), 180);
    assert_eq!(get(&mut gitlab, "/user").1["id"], token["user_id"]);
    assert_eq!(gitlab.login().token.len(), "glpat-".len() + 20);
}

#[test]
fn rotating_gives_a_new_token_and_ends_the_old_one_at_once() {
    let mut gitlab = gitlab("{}");
    let old = gitlab.login().token;
    let day = tokens::today().tomorrow().unwrap();
    let form = [
        ("private-token", old.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let reply = ask(
        &mut gitlab,
        Method::POST,
        ROTATE,
        &form,
        &format!("expires_at={day}"),
    );
    let new = json_of(&reply);
    assert_eq!(
        (reply.status, &new["expires_at"], &new["scopes"]),
        (200, &json!(day.to_string()), &json!(["api"]))
    );
    let token = new["token"].as_str().unwrap();
    assert!(token.starts_with("glpat-") && token.len() == old.len() && token != old);
    let mut status = |token: &str| {
        ask(
            &mut gitlab,
            Method::GET,
            "/user",
            &[("private-token", token)],
            "",
        )
        .status
    };
    assert_eq!((status(&old), status(token)), (401, 200));
    assert_eq!(get(&mut gitlab, SELF).0, 401);
    let seen = ask(
        &mut gitlab,
        Method::GET,
        SELF,
        &[("private-token", token)],
        "",
    );
    assert_eq!(json_of(&seen).get("token"), None);
}

#[test]
fn in_maintenance_nothing_is_rotated_and_everything_read() {
    let mut gitlab = gitlab("{ maintenance: true }");
    let refused = with(&mut gitlab, Method::POST, ROTATE);
    let text = "GitLab Maintenance: system is in maintenance mode";
    assert_eq!(
        (refused.status, json_of(&refused)),
        (503, json!({ "message": text }))
    );
    assert_eq!(get(&mut gitlab, SELF).0, 200);
}

#[test]
fn rotating_with_a_revoked_token_ends_the_whole_family() {
    let mut gitlab = gitlab("{}");
    let old = gitlab.login().token;
    let new = json_of(&with(&mut gitlab, Method::POST, ROTATE))["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let status = |gitlab: &mut GitLab, method: Method, path: &str, token: &str| {
        ask(gitlab, method, path, &[("private-token", token)], "").status
    };
    assert_eq!(status(&mut gitlab, Method::GET, SELF, &old), 401);
    assert_eq!(status(&mut gitlab, Method::GET, SELF, &new), 200);
    assert_eq!(status(&mut gitlab, Method::POST, ROTATE, &old), 401);
    assert_eq!(status(&mut gitlab, Method::GET, SELF, &new), 401);
}

#[test]
fn the_day_of_a_rotation_is_read_from_json_too_and_checked() {
    let rotate = |yaml: &str, content_type: &str, body: &str| {
        let mut gitlab = gitlab(yaml);
        let token = gitlab.login().token;
        let reply = ask(
            &mut gitlab,
            Method::POST,
            ROTATE,
            &[("private-token", &token), ("content-type", content_type)],
            body,
        );
        let still = with(&mut gitlab, Method::GET, SELF).status;
        (reply.status, json_of(&reply), still)
    };
    let today = tokens::today();
    let in_days = |days: i32| today.checked_add(jiff::Span::new().days(days)).unwrap();
    let json = "application/json";
    let body = |day: &str| format!(r#"{{"expires_at":"{day}"}}"#);
    assert_eq!(
        rotate("{}", json, &body(&in_days(90).to_string())).1["expires_at"],
        json!(in_days(90).to_string())
    );
    assert_eq!(
        rotate("{}", json, &body("soon")),
        (400, json!({ "error": "expires_at is invalid" }), 200)
    );
    assert_eq!(rotate("{}", json, "{").0, 400);
    let (status, refusal, still) = rotate("{}", json, &body(&in_days(-1).to_string()));
    assert_eq!((status, still), (400, 200));
    assert!(
        refusal["message"]
            .as_str()
            .unwrap()
            .starts_with("400 Bad request - ")
    );
    assert_eq!(rotate("{}", json, &body(&in_days(400).to_string())).0, 400);
    let (status, refusal, still) = rotate(
        "{ longest-life: 30 }",
        json,
        &body(&in_days(31).to_string()),
    );
    assert_eq!((status, still), (400, 200));
    assert_eq!(
        refusal["message"],
        json!(format!(
            "400 Bad request - Expiration date must be before {}",
            in_days(30)
        ))
    );
    assert_eq!(
        rotate(
            "{ longest-life: 30 }",
            json,
            &body(&in_days(30).to_string())
        )
        .0,
        200
    );
    assert_eq!(
        rotate("{}", "", "").1["expires_at"],
        json!(in_days(7).to_string())
    );
    assert_eq!(
        rotate("{ requires-expiry: false }", "", "").1["expires_at"],
        json!(in_days(365).to_string())
    );
}

#[test]
fn revoking_answers_204_without_a_body_whatever_the_scope() {
    let mut gitlab = gitlab("{ token: { scopes: [read_registry] } }");
    let reply = with(&mut gitlab, Method::DELETE, SELF);
    assert_eq!((reply.status, reply.body.len()), (204, 0));
    assert_eq!(get(&mut gitlab, SELF).1["error"], json!("invalid_token"));
}
