//! CSV: a header and rows.

use super::Output;
use super::words::number;
use crate::stats::Interval;

/// A table in the making.
pub(super) struct Table {
    name: &'static str,
    columns: usize,
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    /// An empty table with its header.
    pub(super) fn new(name: &'static str, header: &[&str]) -> Table {
        let mut table = Table { name, columns: header.len(), writer: csv::Writer::from_writer(Vec::new()) };
        table.row(header);
        table
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If it has not as many cells as the header.
    pub(super) fn row(&mut self, cells: &[&str]) {
        assert_eq!(cells.len(), self.columns, "a row of {} is as wide as its header", self.name);
        self.writer.write_record(cells).expect("memory takes every row");
    }

    /// The file.
    pub(super) fn finish(self) -> Output {
        let bytes = self.writer.into_inner().expect("memory takes every row");
        Output { name: self.name.to_owned(), bytes }
    }
}

/// A number, or nothing where there is none (0/0).
pub(super) fn maybe(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map(number).unwrap_or_default()
}

/// Both ends of an interval, or nothing.
pub(super) fn ends(interval: Option<Interval>) -> (String, String) {
    (maybe(interval.map(|it| it.low)), maybe(interval.map(|it| it.high)))
}
