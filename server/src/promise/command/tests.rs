use super::*;

fn asked(line: &str) -> Value {
    let mut output = Vec::new();
    due(line.as_bytes(), &mut output).unwrap();
    serde_json::from_slice(&output).unwrap()
}

#[test]
fn a_question_is_answered_with_its_derivation() {
    let told = asked(
        r#"{"preset":"shop-quick-tickets","class":"normal","type":"quick_high","plan":null,"metric":"processing","received":"2026-11-27T16:30:00+01:00","pauses":[["2026-11-27T16:45:00+01:00","2026-11-30T09:30:00+01:00"]]}"#,
    );
    assert_eq!(told["due"], "2026-11-30T11:15:00+01:00");
    let kinds: Vec<&str> =
        told["derivation"].as_array().unwrap().iter().map(|step| step["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "rule", "received", "counted", "paused", "outside", "weekday", "outside", "paused", "counted",
            "due"
        ]
    );
}

#[test]
fn absent_keys_mean_the_default_and_nothing_promised_is_null() {
    let bare = r#"{"preset":"vendor-priorities","received":"2026-06-03T17:00:00+02:00"}"#;
    assert_eq!(
        asked(bare)["due"],
        "2026-06-08T18:00:00+02:00",
        "normal: two business days, Corpus Christi between"
    );
    assert_eq!(
        asked(r#"{"preset":"support-packages","received":"2026-06-03T17:00:00Z"}"#),
        json!({ "due": null, "reason": "No target of the configuration promises first_reaction to such a ticket." })
    );
    let told = asked(r#"{"preset":"vendor-classes","class":"a","received":"2026-06-03T17:00:00Z"}"#);
    assert_eq!(told["reason"], "The target of first_reaction for such a ticket names no time.");
    let region = r#"{"preset":"agency-plans","plan":"premium_plus","received":"2026-06-03T17:00:00+02:00","region":"DE-BY-muenchen"}"#;
    assert_eq!(asked(region)["due"], "2026-06-05T12:00:00+02:00");
}

#[test]
fn what_cannot_be_answered_says_why() {
    for (line, part) in [
        ("{", "Not a question"),
        (r#"{"received":"2026-06-03T17:00:00Z"}"#, "`preset` or `config` is missing"),
        (r#"{"preset":"bakery","received":"2026-06-03T17:00:00Z"}"#, "There is no preset"),
        (r#"{"preset":"agency-plans","class":"z","received":"2026-06-03T17:00:00Z"}"#, "There is no class"),
        (r#"{"preset":"agency-plans","plan":"gold","received":"2026-06-03T17:00:00Z"}"#, "There is no plan"),
        (
            r#"{"preset":"agency-plans","type":"slow","received":"2026-06-03T17:00:00Z"}"#,
            "There is no ticket type",
        ),
        (r#"{"preset":"agency-plans","metric":"x","received":"2026-06-03T17:00:00Z"}"#, "There is no metric"),
        (r#"{"preset":"agency-plans","received":"yesterday"}"#, "Not a question"),
        (r#"{"preset":"agency-plans","region":"DE-XX","received":"2026-06-03T17:00:00Z"}"#, "is no place"),
        (r#"{"preset":"agency-plans","received":"0020-06-03T17:00:00Z"}"#, "between the years"),
        (
            r#"{"preset":"shop-quick-tickets","type":"quick_high","metric":"processing","received":"2026-06-03T17:00:00Z","pauses":[["2026-06-03T18:00:00Z","9026-06-03T17:00:00Z"]]}"#,
            "between the years",
        ),
        (r#"{"config":"/nowhere.toml","received":"2026-06-03T17:00:00Z"}"#, "/nowhere.toml"),
    ] {
        assert!(asked(line)["error"].as_str().is_some_and(|error| error.contains(part)), "{line}");
    }
}

#[test]
fn a_line_that_is_no_text_keeps_the_others_from_nothing() {
    let mut output = Vec::new();
    let good = br#"{"preset":"support-packages","received":"2026-06-03T17:00:00Z"}"#;
    let input = [&b"{\"preset\":\"\xff\"}\n"[..], &b"\r\n"[..], &good[..]].concat();
    assert!(!due(&input[..], &mut output).unwrap(), "the exit code says that one was not answered");
    let lines: Vec<Value> =
        output.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0]["error"].as_str().unwrap().contains("Not a question"));
    assert_eq!(lines[1]["due"], Value::Null);
}

#[test]
fn what_to_mind_stands_beside_the_answer() {
    let christmas = |more: &str| {
        asked(&format!(
            r#"{{"preset":"agency-plans","plan":"premium_plus","received":"2026-12-24T10:00:00+01:00"{more}}}"#
        ))
    };
    let silent = christmas("");
    assert_eq!(silent["due"], "2026-12-25T12:00:00+01:00", "no place, no holidays");
    assert!(silent["notes"][0].as_str().unwrap().contains("public holidays count as working days"));
    let placed = christmas(r#","region":"DE-SH""#);
    assert_eq!((placed["due"].as_str(), &placed["notes"]), (Some("2026-12-28T17:00:00+01:00"), &Value::Null));
    let paused = christmas(r#","region":"DE-SH","pauses":[["2026-12-24T10:00:00+01:00",null]]"#);
    assert!(paused["notes"][0].as_str().unwrap().contains("never pauses"), "{paused}");
    let other =
        asked(r#"{"preset":"vendor-priorities","region":"DE-SH","received":"2026-06-03T17:00:00+02:00"}"#);
    assert!(other["notes"][0].as_str().unwrap().contains("DE-BY-muenchen"), "{other}");
}

#[test]
fn minutes_of_a_derivation_add_up_to_the_promise_though_it_came_in_at_odd_seconds() {
    let told = asked(
        r#"{"preset":"shop-quick-tickets","type":"quick_high","metric":"processing","received":"2026-11-27T16:30:31+01:00","pauses":[["2026-11-27T16:45:15+01:00","2026-11-30T09:30:45+01:00"]]}"#,
    );
    let minutes = told["derivation"].as_array().unwrap().iter().filter_map(|step| step["minutes"].as_i64());
    assert_eq!(minutes.sum::<i64>(), 120, "{told}");
}

#[test]
fn the_help_names_every_field_and_metric() {
    for metric in Metric::ALL {
        assert!(DUE_HELP.contains(metric.code()), "{}", metric.code());
    }
    for kind in TicketType::ALL {
        assert!(DUE_HELP.contains(kind.code()), "{}", kind.code());
    }
    let unknown = serde_json::from_str::<Question>(r#"{"x":1}"#).err().unwrap().to_string();
    let fields: Vec<&str> = unknown.split('`').skip(3).step_by(2).collect();
    assert!(fields.len() == 10 && fields.iter().all(|field| DUE_HELP.contains(field)), "{fields:?}");
}
