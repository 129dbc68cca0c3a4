//! What was tried, how often, and what was lost.

use std::process::ExitCode;

struct Row {
    what: String,
    tried: u64,
    lost: u64,
    seconds: String,
    note: String,
}

/// The rows of all programs.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
    /// What the programs said of what was lost.
    said: Vec<String>,
}

impl Table {
    /// Takes the lines `row`, what, how often, how much was lost, seconds, note, with tabs between;
    /// returns how many there were and how much was lost.
    pub(crate) fn take(&mut self, log: &str) -> (usize, u64) {
        let rows: Vec<Row> = log.lines().filter_map(row).collect();
        let (found, lost) = (rows.len(), rows.iter().map(|row| row.lost).sum());
        self.rows.extend(rows);
        let said = log
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("LOST"));
        self.said.extend(said.map(str::to_owned));
        (found, lost)
    }

    /// Prints it; the exit code says whether anything was lost.
    pub(crate) fn print(&self) -> ExitCode {
        let wide = self
            .rows
            .iter()
            .map(|row| row.what.chars().count())
            .max()
            .unwrap_or(0);
        println!(
            "\n{:wide$} {:>12} {:>6} {:>8}",
            "what was tried", "times", "lost", "seconds"
        );
        for row in &self.rows {
            let Row {
                what,
                tried,
                lost,
                seconds,
                note,
            } = row;
            println!("{what:wide$} {tried:>12} {lost:>6} {seconds:>8}  {note}");
        }
        for said in &self.said {
            println!("{said}");
        }
        let lost: u64 = self.rows.iter().map(|row| row.lost).sum();
        match lost {
            0 => println!("\nnothing was lost"),
            lost => println!("\n{lost} LOST"),
        }
        if lost == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

fn row(line: &str) -> Option<Row> {
    let mut cells = line.strip_prefix("row\t")?.split('\t');
    Some(Row {
        what: cells.next()?.to_owned(),
        tried: cells.next()?.parse().ok()?,
        lost: cells.next()?.parse().ok()?,
        seconds: cells.next()?.to_owned(),
        note: cells.next().unwrap_or_default().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn rows_are_taken_from_among_other_lines() {
        let mut table = Table::default();
        let log = "[1/2] kills …\n    LOST: one\nrow\tkills\t20\t1\t3.0\ta note\nrow\traces\t7\t0\t1.0\t\n\
                   test result: FAILED. 1 passed; 1 failed; 0 ignored\n";
        assert_eq!(table.take(log), (2, 1));
        assert_eq!(table.said, ["LOST: one"]);
        assert_eq!(Table::default().take("row\tcut off\t1"), (0, 0));
    }
}
