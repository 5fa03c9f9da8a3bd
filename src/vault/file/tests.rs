use std::thread;

use super::*;

fn key(namespace: &str) -> Key {
    Key::new("gitlab", "gitlab.com", namespace)
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn file(home: &tempfile::TempDir) -> PlainFile {
    PlainFile::at(home.path().join("a/b/tokens.json"))
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn written(file: &PlainFile) -> String {
    fs::read_to_string(file.path()).expect("it can be read")
}

/// The file with these contents, as if it had been written here.
fn holding(home: &tempfile::TempDir, contents: &str) -> PlainFile {
    let file = file(home);
    file.set(&key("first"), &secret("x")).expect("it is kept");
    fs::write(file.path(), contents).expect("it can be written");
    file
}

fn fault<T: fmt::Debug>(answer: Result<T, VaultError>) -> Fault {
    match answer {
        Err(VaultError::File(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn tokens_are_kept_replaced_listed_and_removed_with_the_file() {
    let home = home();
    let file = file(&home);
    assert!(file.get(&key("a")).expect("it works").is_none());
    file.set(&key("b"), &secret("one")).expect("it is kept");
    file.set(&key("a"), &secret("tw\"o\\\u{1f}ß"))
        .expect("it is kept");
    file.set(&key("b"), &secret("three")).expect("it is kept");
    let got = file.get(&key("a")).expect("it works").expect("it is there");
    assert_eq!(got.expose(), "tw\"o\\\u{1f}ß");
    assert_eq!(file.list(), Ok(vec![key("a"), key("b")]));
    assert!(!written(&file).contains("one"));
    assert_eq!(file.delete(&key("c")), Ok(false));
    assert_eq!(file.delete(&key("a")), Ok(true));
    assert!(file.exists());
    assert_eq!(file.delete(&key("b")), Ok(true));
    assert!(!file.exists());
}

#[test]
fn what_was_not_chosen_is_not_made() {
    let home = home();
    let file = file(&home);
    assert_eq!(file.delete(&key("a")), Ok(false));
    assert_eq!(file.list(), Ok(Vec::new()));
    assert_eq!(fs::read_dir(home.path()).expect("it").count(), 0);
}

#[test]
fn a_probe_leaves_no_file_and_no_token_behind() {
    let home = home();
    let file = file(&home);
    assert_eq!(file.probe(), Ok(()));
    assert!(!file.exists());
    let names = || fs::read_dir(file.folder()).expect("a folder").flatten();
    assert!(names().all(|entry| entry.file_name() == "tokens.lock"));
}

#[test]
fn a_damaged_file_is_told_without_its_contents_and_never_overwritten() {
    for contents in [
        "",
        "{",
        "glpat-canary",
        "{\"version\":1,\"tokens\":{\"gitlab:gitlab.com/a\":[\"glpat-canary\"]}}",
        "{\"version\":1,\"tokens\":{\"gitlab:gitlab.com/a\":\"\"}}",
        "{\"version\":1,\"tokens\":{\"glpat-canary\":\"x\"}}",
        "{\"version\":1,\"tokens\":{},\"glpat-canary\":1}",
        "{\"version\":2,\"tokens\":{}}",
        "{\"version\":1,\"tokens\":{}} more",
    ] {
        let home = home();
        let file = holding(&home, contents);
        let told = fault(file.get(&key("a")));
        assert!(
            matches!(told, Fault::Damaged { .. }),
            "{contents}: {told:?}"
        );
        let words = format!("{told} {told:?} {}", told.hint());
        assert!(!words.contains("canary"), "{words}");
        assert!(words.contains("mv "), "{words}");
        fault(file.set(&key("a"), &secret("y")));
        fault(file.delete(&key("a")));
        fault(file.probe());
        assert_eq!(written(&file), contents);
    }
}

#[test]
fn a_file_that_is_too_long_is_not_read() {
    let home = home();
    let file = holding(&home, "");
    let made = File::options().write(true).open(file.path());
    made.expect("it")
        .set_len(MOST_BYTES + 1)
        .expect("a long file");
    assert!(matches!(fault(file.list()), Fault::Damaged { .. }));
}

#[test]
fn writers_at_once_lose_nothing() {
    let home = home();
    let file = file(&home);
    thread::scope(|scope| {
        for writer in 0..8 {
            let file = &file;
            scope.spawn(move || {
                for one in 0..10 {
                    let key = key(&format!("{writer}/{one}"));
                    file.set(&key, &secret("x")).expect("it is kept");
                }
            });
        }
    });
    assert_eq!(file.list().map(|keys| keys.len()), Ok(80));
}

#[test]
fn what_a_killed_writer_left_behind_goes_with_the_next_change() {
    let home = home();
    let file = file(&home);
    file.set(&key("a"), &secret("x")).expect("it is kept");
    let left = file.folder().join(format!("{UNFINISHED}abc"));
    fs::write(&left, "glpat-canary").expect("it can be written");
    file.set(&key("b"), &secret("y")).expect("it is kept");
    assert!(!left.exists());
}

#[test]
fn a_change_that_fails_leaves_the_old_file_and_no_other() {
    let home = home();
    let file = file(&home);
    file.set(&key("a"), &secret("x")).expect("it is kept");
    let before = written(&file);
    let long = secret(&"x".repeat(usize::try_from(MOST_BYTES).expect("it fits")));
    assert!(file.set(&key("b"), &long).is_err());
    assert_eq!(written(&file), before);
    assert_eq!(fs::read_dir(file.folder()).expect("it").count(), 2);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        let about = fs::symlink_metadata(path).expect("it is there");
        about.permissions().mode() & 0o777
    }

    fn permit(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    #[test]
    fn nobody_else_may_read_the_file_or_enter_its_folder() {
        let home = home();
        let file = file(&home);
        file.set(&key("a"), &secret("x")).expect("it is kept");
        file.set(&key("b"), &secret("x")).expect("it is kept");
        assert_eq!(mode(file.path()), 0o600);
        assert_eq!(mode(file.folder()), 0o700);
        assert_eq!(mode(&file.path().with_extension("lock")), 0o600);
        let unfinished = file.unfinished().expect("it is made");
        assert_eq!(mode(unfinished.path()), 0o600);
    }

    #[test]
    fn a_file_that_others_may_read_is_refused_with_the_command_that_mends_it() {
        for open in [0o640, 0o604, 0o620, 0o666] {
            let home = home();
            let file = file(&home);
            file.set(&key("a"), &secret("x")).expect("it is kept");
            permit(file.path(), open);
            let told = fault(file.get(&key("a")));
            assert!(matches!(told, Fault::Exposed { mode, .. } if mode == open));
            assert!(told.hint().starts_with("chmod 600 "), "{}", told.hint());
            fault(file.set(&key("b"), &secret("y")));
            permit(file.path(), 0o600);
            assert_eq!(file.list(), Ok(vec![key("a")]));
        }
    }

    #[test]
    fn a_folder_that_others_may_write_into_is_refused() {
        let home = home();
        let file = file(&home);
        file.probe().expect("it works");
        permit(file.folder(), 0o770);
        let told = fault(file.set(&key("a"), &secret("x")));
        assert!(matches!(told, Fault::Exposed { folder: true, .. }));
        assert!(told.hint().starts_with("chmod 700 "), "{}", told.hint());
        assert!(!file.exists());
    }

    #[test]
    fn a_link_is_neither_followed_nor_replaced() {
        let home = home();
        let file = file(&home);
        file.probe().expect("it works");
        let elsewhere = home.path().join("elsewhere");
        fs::write(&elsewhere, "{\"version\":1,\"tokens\":{}}").expect("a file");
        permit(&elsewhere, 0o600);
        symlink(&elsewhere, file.path()).expect("a link");
        assert!(matches!(fault(file.list()), Fault::NotAFile(_)));
        assert!(matches!(
            fault(file.set(&key("a"), &secret("x"))),
            Fault::NotAFile(_)
        ));
        assert!(fs::symlink_metadata(file.path()).expect("it").is_symlink());
        assert!(file.exists(), "a link that leads nowhere counts too");
    }

    #[test]
    fn a_folder_or_a_pipe_in_its_place_is_refused_at_once() {
        let home = home();
        let file = file(&home);
        file.probe().expect("it works");
        fs::create_dir(file.path()).expect("a folder");
        permit(file.path(), 0o700);
        assert!(matches!(fault(file.list()), Fault::NotAFile(_)));
        fs::remove_dir(file.path()).expect("it");
        let folder = File::open(file.folder()).expect("it");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mkfifoat(&folder, "tokens.json", mode).expect("a pipe");
        assert!(matches!(fault(file.list()), Fault::NotAFile(_)));
    }

    #[test]
    fn a_lock_that_is_never_given_back_ends_in_an_error() {
        let home = home();
        let file = file(&home);
        file.set(&key("a"), &secret("x")).expect("it is kept");
        let lock = File::open(file.path().with_extension("lock")).expect("it");
        FileExt::lock(&lock).expect("it is free");
        assert!(matches!(
            fault(file.set(&key("b"), &secret("y"))),
            Fault::Busy(_)
        ));
        assert_eq!(file.list(), Ok(vec![key("a")]), "readers don't wait");
    }
}
