//! An office begins with nothing but the binary and three spreadsheets.

use std::{fs, path::Path};

use langqiao_store::DbUrl;
use langqiao_testkit::{Backend, TestDb};
use reqwest::{StatusCode, header::SET_COOKIE};
use tempfile::TempDir;

use crate::process::{self, Ended, Process};

const AREAS: &str = "代码,名称,级别,上级代码\n330483,桐乡市,县市区,\n330483001,梧桐街道,镇街道,330483\n";
const ORGANISATIONS: &str =
    "条线,组织名称,组织类型,上级组织,所在区域,所在单位\n改革办,桐乡市群团改革办公室,改革办,,330483,\n";
const PEOPLE: &str = "姓名,手机号,任职组织,职务,任职类型,权限\n刘玲,１９９０ ０１７ ００１２,桐乡市群团改革办公室,主任,专职,县级\n";
const WRONG: &str = "姓名,手机号,任职组织,职务,任职类型,权限\n张三,12,桐乡市群团改革办公室,干事,专职,只读\n";

#[test]
fn sqlite() {
    story(Backend::Sqlite);
}

#[test]
fn postgres() {
    story(Backend::Postgres);
}

fn story(backend: Backend) {
    let test = TestDb::new(backend);
    let office = Office {
        url: test.url(),
        folder: TempDir::new().expect("a folder"),
    };
    test.db.close();

    let nobody = office.ask(&["password", "19900170012"]);
    assert_eq!(nobody.code, 1, "{nobody:?}");
    assert!(nobody.said.contains("import people"), "{nobody:?}");

    office.brings_in("areas", AREAS, "2 new");
    office.brings_in("organisations", ORGANISATIONS, "1 new");
    office.brings_in("people", PEOPLE, "1 new");
    office.brings_in("people", PEOPLE, "0 new, 0 changed and 1 known");
    office.is_told_what_is_wrong();

    let password = office.ask(&["password", "199-0017-0012"]);
    assert_eq!(password.code, 0, "{password:?}");
    let process = Process::serve(&office.url, office.folder.path());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(signs_in(&process, password.answer.trim()));
    runtime.block_on(is_measured(&process, backend));
    process.stop();
    process::verify(&office.url, office.folder.path());
}

/// What was done before anybody asked is counted too, and writes are counted in groups and not in seconds.
async fn is_measured(process: &Process, backend: Backend) {
    let asked = reqwest::get(format!("{}/metrics", process.address)).await;
    let said = asked.expect("an answer").text().await.expect("its text");
    let counted = |what: &str| {
        let line = said.lines().find(|line| line.starts_with(what));
        let number = line.and_then(|line| line.rsplit(' ').next()?.parse::<f64>().ok());
        number.unwrap_or_else(|| panic!("{what} in {said}"))
    };
    assert!(counted("store_writes_total{outcome=\"kept\"}") >= 1.0);
    assert!(counted("langqiao_requests_total") >= 1.0);
    if backend == Backend::Sqlite {
        assert!(counted("store_group_size_bucket{le=\"256\"}") >= 1.0);
    }
}

struct Office {
    url: DbUrl,
    folder: TempDir,
}

impl Office {
    fn ask(&self, what: &[&str]) -> Ended {
        process::run(what, &self.url, self.folder.path())
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path.display().to_string()
    }

    fn brings_in(&self, register: &str, text: &str, says: &str) {
        let file = self.file("in.csv", text);
        let ended = self.ask(&["import", register, &file]);
        assert_eq!(ended.code, 0, "{ended:?}");
        assert!(ended.answer.starts_with(says), "{ended:?}");
        let out = self.file("out.csv", "");
        assert_eq!(self.ask(&["export", register, "--out", &out]).code, 0);
        let known = self.ask(&["import", register, &out]);
        assert!(
            known.answer.starts_with("0 new, 0 changed"),
            "what was written is read: {known:?}"
        );
    }

    fn is_told_what_is_wrong(&self) {
        let (file, rejects) = (
            self.file("wrong.csv", WRONG),
            self.folder.path().join("rejects.xlsx"),
        );
        let ended = self.ask(&[
            "import",
            "people",
            &file,
            "--rejects",
            &rejects.display().to_string(),
        ]);
        assert_eq!(ended.code, 3, "{ended:?}");
        assert!(ended.answer.contains("1 left out"), "{ended:?}");
        assert!(is_workbook(&rejects), "the row comes back as a spreadsheet");
        let none = self.ask(&["import", "people", "/nowhere.csv"]);
        assert_eq!(none.code, 1);
        assert!(none.said.contains("/nowhere.csv"), "{none:?}");
    }
}

fn is_workbook(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"PK"))
}

/// The first officer signs in as a browser does, and stands in her workbench.
async fn signs_in(process: &Process, password: &str) {
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let page = http
        .get(format!("{}/sign-in/password", process.address))
        .send()
        .await
        .expect("a page");
    let cookies: Vec<String> = page
        .headers()
        .get_all(SET_COOKIE)
        .iter()
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next().map(str::to_owned))
        .collect();
    let text = page.text().await.expect("its text");
    let csrf = text
        .split("name=\"csrf\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default();
    let form = [
        ("csrf", csrf),
        ("phone", "19900170012"),
        ("password", password),
        ("next", "/w"),
    ];
    let signed_in = http
        .post(format!("{}/sign-in", process.address))
        .header("cookie", cookies.join("; "))
        .form(&form)
        .send()
        .await
        .expect("an answer");
    assert_eq!(signed_in.status(), StatusCode::SEE_OTHER);
    let session = signed_in.headers()[SET_COOKIE]
        .to_str()
        .expect("a cookie")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned();
    let bench = http
        .get(format!("{}/w", process.address))
        .header("cookie", &session)
        .send()
        .await
        .expect("the workbench");
    let place = bench
        .headers()
        .get("location")
        .map(|to| to.to_str().expect("a path").to_owned());
    let bench = match place {
        Some(path) => http
            .get(format!("{}{path}", process.address))
            .header("cookie", &session)
            .send()
            .await
            .expect("her organisation"),
        None => bench,
    };
    assert_eq!(bench.status(), StatusCode::OK);
    assert!(
        bench
            .text()
            .await
            .expect("its text")
            .contains("桐乡市群团改革办公室")
    );
}
