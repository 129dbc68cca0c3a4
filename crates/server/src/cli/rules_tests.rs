use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use rules::{
    Policy, PolicyFile, RulesError,
    analysis::STEPS,
    coverage::{Case, Coverage, GeneratedCases, RowCoverage, cases},
};

use super::{CliError, FOUND, policy};

/// The goal of a file of cases that names none.
const VERDICT: &str = "verdict";

/// `tirkeu rules tests`
#[derive(Debug, Args)]
pub(super) struct RulesTests {
    /// Folder of policy files, instead of those this program was built with.
    #[arg(value_name = "DIR")]
    policy: Option<PathBuf>,
    /// Folder to write the cases into, a file for each goal; without it they are printed.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Make no cases: say how far those of this folder test each row and cell.
    #[arg(long, value_name = "CASES_DIR", conflicts_with = "out")]
    coverage: Option<PathBuf>,
}

impl RulesTests {
    pub(super) fn run(&self) -> Result<ExitCode, CliError> {
        let law = policy::law(self.policy.as_deref())?;
        let policy = law.policy();
        if let Some(folder) = &self.coverage {
            let coverage = measure(policy, folder)?;
            print(&report(policy, &coverage))?;
            return Ok(ExitCode::SUCCESS);
        }
        let generated = cases(policy, STEPS)?;
        match &self.out {
            None => {
                for file in &generated.files {
                    print(&format!("# {}\n{}\n", file.name(), file.to_toml(policy)))?;
                }
            }
            Some(folder) => {
                let failed = |path: &Path| {
                    let path = path.to_owned();
                    move |cause| CliError::File { path, cause }
                };
                fs::create_dir_all(folder).map_err(failed(folder))?;
                for file in &generated.files {
                    let path = folder.join(file.name());
                    fs::write(&path, file.to_toml(policy)).map_err(failed(&path))?;
                }
            }
        }
        // What is printed may be cases, so what is said of them goes elsewhere.
        eprint!("{}", summary(policy, &generated)?);
        Ok(match generated.finished {
            true => ExitCode::SUCCESS,
            false => ExitCode::from(FOUND),
        })
    }
}

fn print(text: &str) -> Result<(), CliError> {
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

fn summary(policy: &Policy, generated: &GeneratedCases) -> Result<String, RulesError> {
    let mut coverage = Coverage::new(policy);
    let mut count = 0;
    for file in &generated.files {
        let chosen = match &file.switch {
            Some((switch, option)) => &policy.choose(switch, option)?,
            None => policy,
        };
        for case in &file.cases {
            count += 1;
            let case = Case {
                goal: file.goal.clone(),
                on: case.on,
                facts: case.facts.clone(),
            };
            coverage.add(chosen, &case)?;
        }
    }
    let mut text = format!("{count} cases; {}", total(&coverage));
    for impossible in &generated.impossible {
        let rule = policy.rule_version(impossible.rule);
        text.push_str(&format!(
            "{} row {}{}: {}\n",
            rule.map_or("", |rule| rule.id),
            impossible.row + 1,
            impossible.cell.map_or(String::new(), |tested| {
                format!(", {}", tested.name(policy))
            }),
            impossible.because.as_str(),
        ));
    }
    if !generated.finished {
        text.push_str("not finished: there are rows that no case was sought for\n");
    }
    Ok(text)
}

fn total(coverage: &Coverage) -> String {
    let (tested, total) = coverage.tested();
    let percent = (tested * 100).checked_div(total).unwrap_or(100);
    format!("{tested} of {total} rows and cells tested ({percent} %)\n")
}

/// A line for each row: whether it has decided, and which cells have not kept it from applying.
fn report(policy: &Policy, coverage: &Coverage) -> String {
    let mut text = String::new();
    for row in &coverage.rows {
        text.push_str(&line(policy, row));
    }
    text.push_str(&total(coverage));
    text
}

fn line(policy: &Policy, row: &RowCoverage) -> String {
    let mut text = String::new();
    if let Some(rule) = policy.rule_version(row.rule) {
        text.push_str(&format!("{} {} row {}", rule.table, rule.id, row.row + 1));
        if let Some((switch, option)) = rule.switch {
            text.push_str(&format!(" ({switch}: {option})"));
        }
        if let Some(from) = rule.from {
            text.push_str(&format!(" from {from}"));
        }
    }
    text.push_str(match (row.decided, row.matched) {
        (true, _) => ": decides",
        (false, true) => ": MATCHES, NEVER DECIDES ALONE",
        (false, false) => ": NEVER MATCHES",
    });
    if !row.failed {
        text.push_str(", NEVER FAILS");
    }
    text.push('\n');
    for cell in &row.cells {
        let seen = |seen: bool, yes: &'static str, no: &'static str| if seen { yes } else { no };
        text.push_str(&format!(
            "    {}: {}, {}, {}\n",
            cell.tested.name(policy),
            seen(cell.held, "true", "NEVER TRUE"),
            seen(cell.failed, "false", "NEVER FALSE"),
            seen(cell.alone, "false alone", "NEVER FALSE ALONE"),
        ));
    }
    text
}

/// How far the cases of a folder test the rules.
fn measure(policy: &Policy, folder: &Path) -> Result<Coverage, CliError> {
    let mut coverage = Coverage::new(policy);
    for (name, text) in &policy::texts(folder)? {
        let (chosen, cases) = policy.parse_cases(VERDICT, PolicyFile { name, text })?;
        for case in &cases {
            coverage.add(&chosen, case)?;
        }
    }
    Ok(coverage)
}
