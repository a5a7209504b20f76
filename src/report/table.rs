//! CSV: a header and rows.

use super::Output;
use super::words::number;
use crate::stats::Interval;
use std::io::{self, Write};

/// A table in the making.
pub(super) struct Table {
    name: &'static str,
    rows: Rows<Vec<u8>>,
}

impl Table {
    /// An empty table with its header.
    pub(super) fn new(name: &'static str, header: &[&str]) -> Table {
        Table { name, rows: Rows::new(Vec::new(), header).expect("memory takes every row") }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If it has not as many cells as the header.
    pub(super) fn row(&mut self, cells: &[&str]) {
        self.rows.row(cells).expect("memory takes every row");
    }

    /// The file.
    pub(super) fn finish(self) -> Output<'static> {
        Output::new(self.name, self.rows.writer.into_inner().expect("memory takes every row"))
    }
}

/// Rows on their way to where they are written.
pub(super) struct Rows<W: Write> {
    columns: usize,
    writer: csv::Writer<W>,
}

impl<W: Write> Rows<W> {
    /// A header, to be followed by rows.
    pub(super) fn new(file: W, header: &[&str]) -> io::Result<Rows<W>> {
        let mut rows = Rows { columns: header.len(), writer: csv::Writer::from_writer(file) };
        rows.row(header)?;
        Ok(rows)
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If it has not as many cells as the header.
    pub(super) fn row(&mut self, cells: &[&str]) -> io::Result<()> {
        assert_eq!(cells.len(), self.columns, "a row is as wide as its header");
        Ok(self.writer.write_record(cells)?)
    }

    /// Writes what is not written yet.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
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
