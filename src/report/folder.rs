//! The folder of a run's files: checked before anything is simulated, complete or recognisably not at any moment.
//!
//! Every file is written under a temporary name and renamed. `run.json`, which lists the others, goes first and comes
//! last: as long as it is there, what it lists is there too.

use super::{Hashed, NAMES, Output};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

/// The name of the file that is written last.
const MANIFEST: &str = "run.json";

/// A folder that can be written to.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The folders that had to be made, the innermost first.
    made: Vec<PathBuf>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its name, without the folder.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    /// The SHA-256 of what is in it.
    pub sha256: String,
}

/// What went wrong with which file or folder.
#[derive(Debug)]
pub struct FolderError {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for FolderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot write to {}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for FolderError {}

fn failed(path: &Path) -> impl Fn(io::Error) -> FolderError {
    let path = path.to_owned();
    move |error| FolderError { path: path.clone(), reason: reason(&error) }
}

/// The reason in words that need no manual.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "it is a file, or a part of its path is; name a folder".to_owned()
        }
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => error.to_string(),
    }
}

impl Folder {
    /// Makes the folder if need be, and tries whether it can be written to.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn prepare(path: &Path) -> Result<Folder, FolderError> {
        let missing = path.ancestors().take_while(|it| !it.as_os_str().is_empty() && !it.exists());
        let made: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        if let Some(link) = made.iter().find(|it| it.is_symlink()) {
            let reason = format!("{} is a link that leads nowhere", link.display());
            return Err(FolderError { path: path.to_owned(), reason });
        }
        let folder = Folder { path: path.to_owned(), made };
        fs::create_dir_all(path).map_err(|error| {
            folder.abandon();
            failed(path)(error)
        })?;
        let taken = NAMES.iter().flat_map(|name| [path.join(name), folder.temporary(name)]).find(|it| it.is_dir());
        if let Some(path) = taken {
            return Err(FolderError { path, reason: "there is a folder in the place of the file".to_owned() });
        }
        let trial = folder.temporary(MANIFEST);
        File::create(&trial).and_then(|_| fs::remove_file(&trial)).map_err(|error| {
            folder.abandon();
            failed(path)(error)
        })?;
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the folders that were made, as far as they are empty: there is nothing to write after all.
    pub fn abandon(&self) {
        // The innermost first; one that is not empty stays, and so do those around it.
        let gone = |path: &PathBuf| match fs::remove_dir(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        let _ = self.made.iter().try_for_each(gone);
    }

    /// Writes all files; then those that are not listed; and the manifest of the former last. Files that an earlier
    /// manifest lists and this run has not are removed, unless they have been changed since.
    ///
    /// # Errors
    /// Which file could not be written, and why. The folder has no manifest then.
    pub fn write<'m>(
        &self,
        listed: &[Output<'_>],
        unlisted: &[Output<'_>],
        manifest: impl FnOnce(&[Written]) -> Output<'m>,
    ) -> Result<(), FolderError> {
        let stale = self.listed();
        self.remove(MANIFEST)?;
        let kept = |name: &str| listed.iter().chain(unlisted).any(|output| output.name == name);
        for (name, hash) in stale.iter().filter(|(name, _)| !kept(name)) {
            let unchanged = hash_of(&self.path.join(name)).is_ok_and(|now| now == *hash);
            if unchanged {
                self.remove(name)?;
            }
        }
        let written = listed.iter().map(|output| self.put(output)).collect::<Result<Vec<Written>, FolderError>>()?;
        unlisted.iter().try_for_each(|output| self.put(output).map(drop))?;
        let manifest = manifest(&written);
        assert_eq!(manifest.name, MANIFEST, "the manifest has its name");
        self.put(&manifest).map(drop)
    }

    fn temporary(&self, name: &str) -> PathBuf {
        self.path.join(format!(".{name}.part"))
    }

    /// Writes a file, complete or not at all.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn put(&self, output: &Output<'_>) -> Result<Written, FolderError> {
        let (temporary, path) = (self.temporary(&output.name), self.path.join(&output.name));
        let written = File::create(&temporary).and_then(|file| {
            let mut file = BufWriter::new(Hashed::new(file));
            output.write(&mut file)?;
            let (file, bytes, sha256) = file.into_inner()?.finish();
            // On the disk before it gets its name: a power cut leaves no empty file.
            file.sync_all()?;
            fs::rename(&temporary, &path)?;
            Ok(Written { name: output.name.clone(), bytes, sha256 })
        });
        written.map_err(|error| {
            let _ = fs::remove_file(&temporary);
            failed(&path)(error)
        })
    }

    /// What is in a file.
    ///
    /// # Errors
    /// Why it cannot be read, such as that there is none.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, FolderError> {
        let path = self.path.join(name);
        fs::read(&path).map_err(failed(&path))
    }

    /// Removes the folder with all that is in it.
    ///
    /// # Errors
    /// Why it could not.
    pub fn clear(&self) -> Result<(), FolderError> {
        fs::remove_dir_all(&self.path).map_err(failed(&self.path))
    }

    fn remove(&self, name: &str) -> Result<(), FolderError> {
        let path = self.path.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&path)(error)),
            _ => Ok(()),
        }
    }

    /// The files that an earlier manifest lists, with their hashes: plain names only, whoever wrote it.
    fn listed(&self) -> Vec<(String, String)> {
        let Ok(bytes) = fs::read(self.path.join(MANIFEST)) else { return Vec::new() };
        let Ok(manifest) = serde_json::from_slice::<serde_json::Value>(&bytes) else { return Vec::new() };
        let files = manifest["files"].as_array().into_iter().flatten();
        let listed = files.filter_map(|file| Some((file["name"].as_str()?, file["sha256"].as_str()?)));
        let plain = |name: &str| Path::new(name).file_name().is_some_and(|it| it == name);
        listed.filter(|(name, _)| plain(name)).map(|(name, hash)| (name.to_owned(), hash.to_owned())).collect()
    }
}

/// The hash of a file.
fn hash_of(path: &Path) -> io::Result<String> {
    let mut hashed = Hashed::new(io::sink());
    io::copy(&mut File::open(path)?, &mut hashed)?;
    Ok(hashed.finish().2)
}

#[cfg(test)]
mod tests {
    use super::super::sha256;
    use super::*;

    fn output(name: &str, text: &str) -> Output<'static> {
        Output::new(name, text.into())
    }

    fn manifest(files: &[Written]) -> Output<'static> {
        let list = files.iter().map(|it| format!(r#"{{"name":"{}","sha256":"{}"}}"#, it.name, it.sha256));
        output("run.json", &format!(r#"{{"files":[{}]}}"#, list.collect::<Vec<_>>().join(",")))
    }

    fn names(path: &Path) -> Vec<String> {
        let entries = fs::read_dir(path).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = entries.collect();
        names.sort();
        names
    }

    #[test]
    fn files_of_an_earlier_run_go_unless_somebody_changed_them() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(&place.path().join("a/b")).unwrap();
        let first = [output("one.csv", "1"), output("two.svg", "2"), output("three.svg", "3")];
        folder.write(&first, &[], manifest).unwrap();
        fs::write(folder.path().join("three.svg"), "mine").unwrap();
        fs::write(folder.path().join("notes.txt"), "mine too").unwrap();
        let second = [output("one.csv", "new")];
        folder.write(&second, &[], manifest).unwrap();
        assert_eq!(names(folder.path()), ["notes.txt", "one.csv", "run.json", "three.svg"]);
        assert_eq!(fs::read(folder.path().join("one.csv")).unwrap(), b"new");
    }

    #[test]
    fn a_manifest_cannot_name_files_elsewhere() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(&place.path().join("results")).unwrap();
        fs::write(place.path().join("precious"), "x").unwrap();
        let elsewhere = Written { name: "../precious".into(), bytes: 1, sha256: sha256(b"x") };
        folder.write(&[], &[], |_| manifest(&[elsewhere])).unwrap();
        folder.write(&[], &[], manifest).unwrap();
        assert!(place.path().join("precious").exists());
    }

    #[test]
    fn folders_that_were_made_for_nothing_are_removed() {
        let place = tempfile::tempdir().unwrap();
        Folder::prepare(&place.path().join("a/b")).unwrap().abandon();
        assert!(names(place.path()).is_empty());
        Folder::prepare(place.path()).unwrap().abandon();
        assert!(place.path().exists());
    }

    #[test]
    fn folders_in_the_place_of_files_are_found_at_once() {
        for name in ["summary.csv", "run.json", ".waits.png.part"] {
            let place = tempfile::tempdir().unwrap();
            fs::create_dir(place.path().join(name)).unwrap();
            let error = Folder::prepare(place.path()).unwrap_err().to_string();
            assert!(error.contains(name) && error.contains("there is a folder"), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_named() {
        let place = tempfile::tempdir().unwrap();
        let link = place.path().join("link");
        std::os::unix::fs::symlink(place.path().join("missing"), &link).unwrap();
        for path in [link.clone(), link.join("inside")] {
            let error = Folder::prepare(&path).unwrap_err().to_string();
            assert!(error.contains("link is a link that leads nowhere"), "{error}");
        }
    }

    #[test]
    fn a_file_is_no_folder() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("file");
        fs::write(&file, "").unwrap();
        for path in [file.clone(), file.join("inside")] {
            let error = Folder::prepare(&path).unwrap_err().to_string();
            assert!(error.contains("it is a file"), "{error}");
        }
    }
}
