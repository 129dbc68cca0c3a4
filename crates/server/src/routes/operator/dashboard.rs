use axum::{
    extract::{Query, State},
    response::Html,
};
use chrono::{DateTime, DurationRound, FixedOffset, TimeDelta, Utc};
use serde::Deserialize;
use words::{
    Lang, fill,
    operator::{Word, text},
};

use super::{
    Rooms,
    chart::{Column, columns},
};
use crate::{
    http::Caller,
    metrics::METRICS,
    ports::store::{DAYS, Filings, HOURS, Overview},
    readiness::Readiness,
};

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    lang: Option<String>,
}

/// `GET /`: what waits, what fails and what was filed, as a page without scripts that renews itself.
pub(super) async fn dashboard(
    State(rooms): State<Rooms>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Html<String> {
    let given = asked.lang.as_deref().and_then(Lang::from_tag);
    let lang = given.unwrap_or(caller.lang);
    let now = rooms.app.now();
    let readiness = rooms.app.readiness().await;
    let overview = rooms.app.store.overview(now).await.ok();
    let filings = rooms.filings().await.ok();
    let say = |word| text(lang, word);
    let mut main = alarm(lang, readiness);
    match (overview, filings) {
        (Some(overview), Some(filings)) => {
            main += &waits(lang, &overview);
            main += &failures(lang);
            main += &chart(lang, Word::FilingsHours, &by_hour(&filings, now));
            main += &chart(lang, Word::FilingsDays, &by_day(&filings, now));
        }
        _ => {
            main += &format!(
                "<p class=\"alarm\" role=\"alert\">{}</p>",
                say(Word::FailuresAway)
            );
            main += &failures(lang);
        }
    }
    let time = local(now).format("%d.%m.%Y %H:%M:%S").to_string();
    Html(format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta http-equiv=\"refresh\" content=\"30\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/dashboard.css\"></head><body><header>\
         <nav aria-label=\"{language}\">{languages}</nav><h1>{title}</h1><p>{lead}</p>\
         <p class=\"at\">{at}</p></header><main>{main}</main></body></html>",
        tag = lang.tag(),
        title = say(Word::Title),
        lead = say(Word::Lead),
        language = say(Word::Language),
        at = fill(say(Word::At), &[("time", &time)]),
        languages = languages(lang),
    ))
}

fn languages(here: Lang) -> String {
    let link = |lang: Lang| {
        let tag = lang.tag();
        let name = match lang {
            Lang::Kk => "Қазақша",
            Lang::Ru => "Русский",
            Lang::En => "English",
        };
        let current = if lang == here {
            " aria-current=\"true\""
        } else {
            ""
        };
        format!("<a href=\"/?lang={tag}\" lang=\"{tag}\"{current}>{name}</a> ")
    };
    Lang::ALL.map(link).concat()
}

/// What is wrong with this server, if anything is.
fn alarm(lang: Lang, readiness: Readiness) -> String {
    if readiness.ready {
        return String::new();
    }
    let causes = [
        (!readiness.store, Word::FailuresStore),
        (!readiness.disk, Word::FailuresDisk),
        (!readiness.policy, Word::FailuresPolicy),
        (!readiness.keys, Word::FailuresKeys),
        (readiness.stopping, Word::FailuresStopping),
    ];
    let causes = causes.iter().filter(|(is, _)| *is);
    let causes: Vec<&str> = causes.map(|(_, word)| text(lang, *word)).collect();
    format!(
        "<p class=\"alarm\" role=\"alert\">{} {}</p>",
        text(lang, Word::FailuresNotReady),
        causes.join(", ")
    )
}

fn waits(lang: Lang, overview: &Overview) -> String {
    let rows = [
        (Word::WaitsConsents, overview.waiting_consents.to_string()),
        (Word::WaitsOverdue, overview.overdue_consents.to_string()),
        (Word::WaitsOutgoing, overview.outgoing.to_string()),
        (Word::WaitsFailing, overview.failing_outgoing.to_string()),
        (Word::WaitsOldest, age(lang, overview.oldest_outgoing)),
        (Word::WaitsDue, age(lang, overview.oldest_due)),
    ];
    numbers(lang, Word::WaitsTitle, &rows)
}

fn failures(lang: Lang) -> String {
    let failures = METRICS.failures();
    let rows = [
        (Word::FailuresAnswers, failures.answers.to_string()),
        (Word::FailuresCommits, failures.commits.to_string()),
        (Word::FailuresGateways, failures.calls.to_string()),
    ];
    numbers(lang, Word::FailuresTitle, &rows)
}

fn numbers(lang: Lang, title: Word, rows: &[(Word, String)]) -> String {
    let row = |(word, value): &(Word, String)| {
        format!("<div><dt>{}</dt><dd>{value}</dd></div>", text(lang, *word))
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<section><h2>{}</h2><dl>{rows}</dl></section>",
        text(lang, title)
    )
}

fn chart(lang: Lang, title: Word, counts: &[Column]) -> String {
    let say = |word| text(lang, word);
    let total: u64 = counts.iter().map(|column| column.count).sum();
    let inside = if total == 0 {
        format!("<p>{}</p>", say(Word::FilingsNone))
    } else {
        let row = |column: &Column| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
                column.name, column.count
            )
        };
        let rows: String = counts
            .iter()
            .filter(|column| column.count > 0)
            .map(row)
            .collect();
        format!(
            "<p>{}</p>{}<details><summary>{}</summary><table><thead><tr><th scope=\"col\">{}</th>\
             <th scope=\"col\">{}</th></tr></thead><tbody>{rows}</tbody></table></details>",
            fill(say(Word::FilingsTotal), &[("count", &total.to_string())]),
            columns(counts, say(title)),
            say(Word::FilingsNumbers),
            say(Word::FilingsWhen),
            say(Word::FilingsCount),
        )
    };
    format!(
        "<section class=\"chart\"><h2>{}</h2>{inside}</section>",
        say(title)
    )
}

/// Every hour of the last [`HOURS`], this one included.
fn by_hour(filings: &Filings, now: DateTime<Utc>) -> Vec<Column> {
    let this = now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now);
    let hours = (0..HOURS).rev().map(|ago| this - TimeDelta::hours(ago));
    hours
        .map(|hour| {
            let found = filings.iter().find(|(at, _)| *at == hour);
            let local = local(hour);
            Column {
                name: local.format("%H:00").to_string(),
                count: found.map_or(0, |(_, count)| *count),
                named: local
                    .format("%H")
                    .to_string()
                    .parse::<u32>()
                    .is_ok_and(|hour| hour % 8 == 0),
            }
        })
        .collect()
}

/// Every day in Kazakhstan of the last [`DAYS`], today included; of the first one part may be missing.
fn by_day(filings: &Filings, now: DateTime<Utc>) -> Vec<Column> {
    let days = (0..DAYS)
        .rev()
        .map(|ago| local(now - TimeDelta::days(ago)).date_naive());
    days.enumerate()
        .map(|(place, day)| {
            let of_day = filings
                .iter()
                .filter(|(at, _)| local(*at).date_naive() == day);
            Column {
                name: day.format("%d.%m").to_string(),
                count: of_day.map(|(_, count)| count).sum(),
                named: place % 2 == 1,
            }
        })
        .collect()
}

/// The time in Kazakhstan, which has one offset (UTC+5) since 1 March 2024.
fn local(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    match FixedOffset::east_opt(5 * 3600) {
        Some(offset) => at.with_timezone(&offset),
        None => at.fixed_offset(),
    }
}

/// A time in the largest unit of which there are two at least.
fn age(lang: Lang, age: Option<TimeDelta>) -> String {
    let Some(age) = age else {
        return "–".to_owned();
    };
    let (word, n) = match age.num_seconds() {
        seconds @ ..120 => (Word::AgeSeconds, seconds),
        seconds @ ..7200 => (Word::AgeMinutes, seconds / 60),
        seconds => (Word::AgeHours, seconds / 3600),
    };
    fill(text(lang, word), &[("n", &n.to_string())])
}
