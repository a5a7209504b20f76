//! CSV files that a scenario names: columns by their names, problems by file and line.

use sha2::{Digest, Sha256};

use super::decode::{Context, Item, Problem, Read, Reported};
use super::diagnostic::Place;
use super::files;
use super::source::Source;
use super::suggest::{all_of, nearest};

/// So many bad rows of one file are named; the rest is counted.
const NAMED_ROWS: usize = 5;

/// The rows of a CSV file with a header.
pub(super) struct Sheet {
    source: Source,
    /// The names of the columns.
    pub(super) header: Vec<String>,
    /// The SHA-256 of the file's bytes, as `sha256sum` prints it.
    pub(super) sha256: String,
    /// The key in the scenario that names the file.
    key: String,
}

/// One row.
pub(super) struct Row<'s> {
    sheet: &'s Sheet,
    record: &'s csv::StringRecord,
}

impl Sheet {
    /// Opens the file that an item names.
    pub(super) fn open(item: &Item<'_>) -> Read<Sheet> {
        let written = item.text()?;
        let (name, bytes) = item.context.read_file(&written);
        let bytes = bytes.map_err(|problem| refuse_file(item, &written, problem))?;
        let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let text = files::text(bytes).map_err(|problem| refuse_file(item, &written, problem))?;
        let source = Source::new(name, text);
        let mut sheet = Sheet { source, header: Vec::new(), sha256, key: item.key.clone() };
        let header = match sheet.reader().headers() {
            Ok(header) => header.iter().map(str::to_owned).collect(),
            Err(error) => return Err(item.refuse(format!("`{written}` is no CSV file: {error}"), "save it as CSV")),
        };
        sheet.header = header;
        if sheet.header.iter().all(String::is_empty) {
            return Err(item.refuse(
                format!("the file `{written}` is empty"),
                "its first row has the names of the columns, the following rows have the values",
            ));
        }
        if let [only] = &sheet.header[..]
            && only.contains([';', '\t'])
        {
            let problem = Problem::new("the columns are not separated by commas", "save the file with commas");
            return Err(item.context.report(sheet.first_line(), &item.key, problem));
        }
        Ok(sheet)
    }

    fn reader(&self) -> csv::Reader<&[u8]> {
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(self.source.text.as_bytes())
    }

    /// The place of a column, or `None` without it.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }

    /// The place of a column that an item names.
    pub(super) fn named_column(&self, item: &Item<'_>) -> Read<usize> {
        let written = item.text()?;
        self.find(&written).ok_or_else(|| {
            let columns = self.header.iter().map(String::as_str);
            item.unknown_name("column", &written, columns, &self.columns_help())
        })
    }

    /// The place of a column that must be there.
    pub(super) fn column(&self, context: &Context<'_>, name: &str) -> Read<usize> {
        self.find(name).ok_or_else(|| {
            let help = match nearest(name, self.header.iter().map(String::as_str)) {
                Some(meant) => format!("is it `{meant}`? {}", self.columns_help()),
                None => self.columns_help(),
            };
            context.report(self.first_line(), &self.key, Problem::new(format!("there is no column `{name}`"), help))
        })
    }

    /// The first line, which names the columns.
    pub(super) fn first_line(&self) -> Place {
        let end = self.source.text.find('\n').unwrap_or(self.source.text.len());
        self.source.place(0..end)
    }

    /// The place of the row that begins at a byte.
    pub(super) fn row_place(&self, begin: usize) -> Place {
        let text = self.source.text.as_bytes();
        // A record's position includes the empty lines before it.
        let rest = &text[begin.min(text.len())..];
        let begin = text.len() - rest.len() + rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let end = text[begin..].iter().position(|&byte| byte == b'\n').map_or(text.len(), |at| begin + at);
        self.source.place(begin..end)
    }

    fn columns_help(&self) -> String {
        format!("the columns of {} are {}", self.source.name, all_of(self.header.iter().map(String::as_str)))
    }

    /// Reads every row; a reader gives the value, or what is wrong with it and what would be right.
    pub(super) fn rows<T>(
        &self,
        context: &Context<'_>,
        read: impl Fn(&Row<'_>) -> Result<T, (String, String)>,
    ) -> Read<Vec<T>> {
        let mut values = Vec::new();
        let (mut wrong, mut unnamed) = (0, None);
        let mut reader = self.reader();
        let mut record = csv::StringRecord::new();
        let mut last = None;
        loop {
            let outcome = match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let row = Row { sheet: self, record: &record };
                    row.complete().and_then(|()| read(&row)).map_err(|problem| (row.place(), problem))
                }
                // The text is UTF-8 and rows may have any length, so nothing else can be wrong; should it be, say so.
                Err(error) => Err((self.first_line(), (error.to_string(), "save it as CSV".to_owned()))),
            };
            match outcome {
                Ok(value) => values.push(value),
                Err((place, (message, help))) => {
                    wrong += 1;
                    if wrong <= NAMED_ROWS {
                        last = Some(context.report(place, &self.key, Problem::new(message, help)));
                    } else {
                        unnamed.get_or_insert(place);
                    }
                }
            }
        }
        if let Some(place) = unnamed {
            let message = format!("from here on, {} more rows are wrong", wrong - NAMED_ROWS);
            last = Some(context.report(place, &self.key, Problem::new(message, "correct them likewise")));
        }
        last.map_or(Ok(values), Err)
    }
}

impl Row<'_> {
    /// The text of a column; empty where the row is too short.
    pub(super) fn text(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or("")
    }

    /// The number of a column: finite, at least zero.
    pub(super) fn number(&self, column: usize) -> Result<f64, (String, String)> {
        let (text, name) = (self.text(column), &self.sheet.header[column]);
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() && number >= 0.0 => Ok(number),
            Ok(number) if number < 0.0 => Err((format!("{name}: {text} is negative"), "write 0 or more".to_owned())),
            _ => Err((format!("{name}: `{text}` is not a number"), "write a number such as 12 or 0.5".to_owned())),
        }
    }

    /// The byte at which the row begins.
    pub(super) fn begin(&self) -> usize {
        self.record.position().map_or(0, |position| position.byte() as usize)
    }

    /// Where the row is.
    pub(super) fn place(&self) -> Place {
        self.sheet.row_place(self.begin())
    }

    fn complete(&self) -> Result<(), (String, String)> {
        let (here, expected) = (self.record.len(), self.sheet.header.len());
        if here == expected {
            return Ok(());
        }
        let columns = self.sheet.header.join(",");
        let message = format!("the number of values in this row is {here}, not {expected}");
        Err((message, format!("the columns are {columns}")))
    }
}

fn refuse_file(item: &Item<'_>, written: &str, problem: files::FileProblem) -> Reported {
    item.refuse(format!("`{written}`: {}", problem.message), problem.help)
}
