//! The commands as they are typed, in a folder of their own: what they refuse, leave and say.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::*;

/// Takes a place in a folder of a company's own policy.
const LIMITS: &str = include_str!("../../../../policy/authority/limits.toml");
const MERCHANT: &str = r#"{"type":"merchant","id":"m1","at":"2026-06-01T00:00:00Z","name":"A shop","jurisdiction":"gb","merchant_fee_bps":300}"#;

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command line; words that begin with `@` are paths in the folder.
    fn run(&self, line: &str) -> Result<ExitCode> {
        let mut config = Config::default();
        config.store.data_dir = self.path("data");
        // Nothing is fetched in a test.
        config.assistant.encoder = config::EncoderMode::Off;
        let words = line.split_whitespace().map(|word| match word.strip_prefix('@') {
            Some(name) => self.path(name).display().to_string(),
            None => word.to_owned(),
        });
        let cli = Cli::try_parse_from(std::iter::once("ombud".to_owned()).chain(words))?;
        execute(cli.command, || Ok(config))
    }

    fn good(&self, line: &str) {
        assert_eq!(self.run(line).unwrap(), ExitCode::SUCCESS, "{line}");
    }

    #[track_caller]
    fn refused(&self, line: &str, words: &str) {
        let error = format!("{:#}", self.run(line).unwrap_err());
        assert!(error.contains(words), "{line}: {error}");
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = self.folder.path().read_dir().unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn an_import_tells_by_its_exit_code_whether_rows_were_refused_and_leaves_them_beside_the_input() {
    let desk = Desk::new();
    desk.good("tenant create t1");
    desk.write("in/good.jsonl", MERCHANT);
    desk.good("import jsonl @in/good.jsonl --tenant t1");
    assert!(!desk.path("in/good.jsonl.rejects.jsonl").exists());
    desk.write("in/feed.jsonl", &format!("{MERCHANT}\nnonsense\n"));
    for _ in 0..2 {
        // Again without a change: nothing new, but the refused row is still not in.
        let code = desk.run("import jsonl @in/feed.jsonl --tenant t1").unwrap();
        assert_eq!(code, ExitCode::from(2));
        assert_eq!(desk.read("in/feed.jsonl.rejects.jsonl").lines().count(), 1);
    }
    desk.write("in/feed.jsonl", &format!("{MERCHANT}\n{}\n", MERCHANT.replace("m1", "m2")));
    desk.good("import jsonl @in/feed.jsonl --tenant t1");
    assert!(!desk.path("in/feed.jsonl.rejects.jsonl").exists(), "of the file as it was before");
    desk.refused("import jsonl @in/none.jsonl --tenant t1", "cannot read");
}

#[test]
fn conversations_of_another_desk_come_in_once_and_what_is_lost_is_beside_the_export() {
    let desk = Desk::new();
    desk.good("tenant create t1");
    let ticket = |id: u32, status: &str| {
        format!(
            "{{\"id\":{id},\"status\":\"{status}\",\"subject\":\"Hi\",\"requester\":{{\"id\":9}},\
             \"comments\":[{{\"id\":1,\"author_id\":9,\"body\":\"Hello\",\
             \"created_at\":\"2024-01-01T00:00:00Z\"}}]}}\n"
        )
    };
    desk.write("z/tickets.json", &(ticket(1, "open") + &ticket(2, "solved")));
    let import = "import conversations --from zendesk @z --tenant t1";
    desk.good(&format!("{import} --dry-run --json"));
    desk.good(import);
    desk.good(import);
    assert!(!desk.path("z.losses.jsonl").exists());
    desk.write("z/tickets.json", &(ticket(1, "open") + "nonsense\n" + &ticket(3, "deleted")));
    assert_eq!(desk.run(&format!("{import} --dry-run")).unwrap(), ExitCode::from(2));
    assert!(!desk.path("z.losses.jsonl").exists(), "a dry run writes only what it is told to");
    for losses in ["z.losses.jsonl", "here.jsonl"] {
        let line = format!("{import} --losses @{losses}");
        assert_eq!(desk.run(&line).unwrap(), ExitCode::from(2));
        let told = desk.read(losses);
        assert_eq!(told.lines().count(), 3, "{told}");
        let first: serde_json::Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
        assert_eq!((&first["file"], &first["line"]), (&"tickets.json".into(), &2.into()));
        assert_eq!(first["reason"], "not_json");
    }
    desk.refused("import conversations --from zendesk @none --tenant t1", "cannot read");
    desk.write("empty/notes.txt", "nothing");
    desk.refused("import conversations --from zammad @empty --tenant t1", "expected tickets.json");
}

#[test]
fn a_command_that_looks_makes_no_store() {
    let desk = Desk::new();
    desk.write("feed.jsonl", MERCHANT);
    for line in [
        "tenant list",
        "key list --tenant t1",
        "verify-books --tenant t1",
        "replay --tenant t1",
        "policy show --tenant t1",
        "audit export --tenant t1 --out @trail",
        "import jsonl @feed.jsonl --tenant t1",
    ] {
        desk.refused(line, "there is no store here");
    }
    assert_eq!(desk.run("doctor").unwrap(), ExitCode::FAILURE);
    assert_eq!(desk.names(), ["feed.jsonl"]);
    desk.good("tenant create t1");
    assert_eq!(mode(&desk.path("data")), 0o700);
    desk.good("tenant list");
    // Without a signing key and a provider nothing is wrong yet.
    desk.good("doctor");
    desk.good("doctor --data @data");
    assert_eq!(desk.run("doctor --data @elsewhere").unwrap(), ExitCode::FAILURE);
    assert!(!desk.path("elsewhere").exists());
}

#[test]
fn a_copy_needs_a_source_and_an_empty_target() {
    let desk = Desk::new();
    desk.good("tenant create t1");
    desk.write("empty.db", "");
    desk.write("noise.db", &"no database ".repeat(100));
    desk.refused("migrate-store --from @typo.db --to @new.db", "there is no store");
    desk.refused("migrate-store --from @empty.db --to @new.db", "holds no store");
    desk.refused("migrate-store --from @noise.db --to @new.db", "--from");
    desk.refused("migrate-store --from @data --to @new.db", "holds no store");
    desk.refused("migrate-store --from @data/ombud.db --to @data/../data/ombud.db", "the same");
    assert_eq!(desk.names(), ["data", "empty.db", "noise.db"]);
    desk.good("migrate-store --from @data/ombud.db --to @new.db");
    let error =
        format!("{:#}", desk.run("migrate-store --from @data/ombud.db --to @new.db").unwrap_err());
    assert!(
        error.contains("the target is not empty") && !error.contains("run it again"),
        "{error}"
    );
    assert!(desk.path("new.db").is_file());
}

#[test]
fn a_policy_folder_is_refused_for_what_it_cannot_change() {
    let desk = Desk::new();
    desk.good("policy check");
    desk.write("good/authority/limits.toml", LIMITS);
    desk.write("good/README.md", "why");
    desk.good("policy check @good");
    std::fs::create_dir(desk.path("empty")).unwrap();
    desk.refused("policy check @empty", "no policy file is in it");
    for (file, words) in [
        ("decisions/not_recieved.toml", "did you mean decisions/not_received.toml?"),
        ("authority/00-guards.cedar", "cannot be changed by a policy folder"),
        ("statutes/r09-gdpr.toml", "cannot be changed by a policy folder"),
        ("authority/limits.toml", "authority/limits.toml"),
    ] {
        let folder = file.replace(['/', '.'], "-");
        desk.write(&format!("{folder}/authority/limits.toml"), LIMITS);
        desk.write(&format!("{folder}/{file}"), "permit (");
        desk.refused(&format!("policy check @{folder}"), words);
    }
}

#[test]
fn a_world_that_cannot_be_made_leaves_the_file_alone_and_one_that_can_be_is_imported_whole() {
    let desk = Desk::new();
    desk.write("w.jsonl", "precious");
    desk.refused("world --orders 0 --out @w.jsonl", "orders");
    assert_eq!(desk.read("w.jsonl"), "precious");
    desk.good("world --orders 30 --out @w.jsonl");
    assert!(desk.read("w.jsonl").starts_with('{'));
    assert_eq!(desk.names(), ["w.jsonl"]);
    // Nothing in it is still to come, so nothing of it is refused.
    desk.good("tenant create t1");
    desk.good("import jsonl @w.jsonl --tenant t1");
}

#[test]
fn a_key_has_a_known_role_and_a_future() {
    let desk = Desk::new();
    desk.good("tenant create t1");
    let key = "key create --tenant t1 --subject me";
    desk.refused(&format!("{key} --role boss"), "merchant_admin, agent, supervisor");
    desk.refused(&format!("{key} --role system"), "there is no such role");
    desk.refused(
        &format!("{key} --role auditor --expires-at 2026-01-01T00:00:00Z"),
        "is in the past",
    );
    desk.good(&format!("{key} --role auditor --expires-at 2999-01-01T00:00:00Z"));
}

#[test]
fn the_first_operator_is_made_on_the_machine_and_the_last_one_stays() {
    let desk = Desk::new();
    desk.good("tenant create t1");
    let create = "user create --tenant t1 --name Otto --email";
    desk.good(&format!("{create} otto@acme.example --role operator"));
    desk.refused(&format!("{create} OTTO@acme.example --role agent"), "there is a user");
    desk.refused(
        &format!("{create} a@acme.example --role consumer"),
        "nobody signs in as consumer",
    );
    desk.refused(&format!("{create} a@acme.example --role merchant"), "merchant_id");
    desk.refused(&format!("{create} nowhere --role agent"), "must be an e-mail address");
    desk.good(&format!("{create} mira@shop.example --role merchant_admin --merchant m1 --invite"));
    let otto = "--tenant t1 --email otto@acme.example";
    desk.refused(&format!("user disable {otto}"), "last operator");
    desk.good(&format!("user invite {otto}"));
    desk.good(&format!("{create} second@acme.example --role operator"));
    desk.good(&format!("user disable {otto}"));
    desk.good(&format!("user enable {otto}"));
    desk.good("user list --tenant t1");
    desk.refused("user invite --tenant t1 --email none@acme.example", "was not found");
}

#[test]
fn procedures_are_checked_in_a_folder_of_ones_own() {
    let desk = Desk::new();
    desk.good("assistant check");
    desk.refused("assistant check @none", "there is no such folder");
    desk.write("book/README.md", "no procedure");
    desk.refused("assistant check @book", "catalogue.toml: is not there");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/assistant");
    let text = |name: &str| std::fs::read_to_string(shipped.join(name)).unwrap();
    for name in
        ["catalogue.toml", "texts/en.toml", "texts/sv.toml", "texts/de.toml", "texts/es.toml"]
    {
        desk.write(&format!("book/{name}"), &text(name));
    }
    for name in ["procedure.toml", "en.toml", "sv.toml", "de.toml"] {
        let name = format!("procedures/product_feedback/{name}");
        desk.write(&format!("book/{name}"), &text(&name));
    }
    let missing = "product_feedback without Spanish";
    assert_eq!(desk.run("assistant check @book").unwrap(), ExitCode::FAILURE, "{missing}");
    let name = "procedures/product_feedback/es.toml";
    desk.write(&format!("book/{name}"), &text(name));
    desk.refused("assistant check @book", "no file for one_plan, stranger");
    for name in ["one_plan", "stranger", "tools"] {
        let name = format!("customers/{name}.toml");
        desk.write(&format!("book/{name}"), &text(&name));
    }
    desk.good("assistant check @book");
    let name = "procedures/product_feedback/procedure.toml";
    let other = text(name).replace("ends = \"answered\"", "ends = \"done\"");
    desk.write(&format!("book/{name}"), &other);
    let otherwise = "an example that comes otherwise";
    assert_eq!(desk.run("assistant check @book").unwrap(), ExitCode::FAILURE, "{otherwise}");
}

#[test]
fn what_is_understood_is_measured_on_files_of_every_format() {
    let desk = Desk::new();
    let bank: String = (0..20)
        .map(|number| format!("my card {number} is lost,lost\nsend {number} pounds,transfer\n"))
        .collect();
    desk.write("bank.csv", &format!("text,category\n{bank}"));
    let cfpb: String = (0..20)
        .map(|number| format!("Loan,late fee {number},Fees\nLine,debt {number},Debt\n"))
        .collect();
    let header = "Sub-product,Consumer complaint narrative,Issue";
    desk.write("issues.csv", &format!("{header}\n{cfpb}"));
    let products = cfpb.replace("Loan,", "").replace("Line,", "");
    desk.write("products.csv", &format!("narrative,product\n{products}"));
    let intents = bank.replace(",lost", ",en,lost").replace(",transfer", ",en,complaint+lost");
    desk.write("intents.csv", &format!("text,lang,intent\n{intents}"));
    let texts: Vec<[&str; 2]> =
        bank.lines().map(|line| line.split_once(',').unwrap().into()).collect();
    let beyond: Vec<[String; 2]> =
        (0..10).map(|number| [format!("who won in {number}"), "oos".to_owned()]).collect();
    let clinc = serde_json::json!({ "train": texts, "oos_val": beyond });
    desk.write("clinc.json", &clinc.to_string());
    let test = serde_json::json!({ "train": [["x", "y"]], "test": texts, "oos_test": beyond });
    desk.write("clinc-test.json", &test.to_string());
    let span = serde_json::json!({
        "entity_type": "EMAIL_ADDRESS", "start_position": 4, "end_position": 17
    });
    let pii = serde_json::json!([{ "full_text": "mail åsa@example.se", "spans": [span] }]);
    desk.write("pii.json", &pii.to_string());
    for line in [
        "banking77 --train @bank.csv --test @bank.csv",
        "banking77 --train @bank.csv --folds 2 --json",
        "clinc150 --train @clinc.json --test @clinc-test.json --json",
        "clinc150 --train @clinc.json",
        "cfpb-products --train @products.csv --test @products.csv",
        "cfpb-issues --train @issues.csv --test @issues.csv",
        "pii --test @pii.json --json",
        "intents --train @intents.csv --test @intents.csv --test @intents.csv",
    ] {
        desk.good(&format!("assistant eval {line}"));
    }
    for (line, words) in [
        ("banking77 --test @bank.csv", "--train FILE is missing"),
        ("banking77 --train @bank.csv --folds 1", "--folds 1: it must be 2 to 20"),
        ("banking77 --train @issues.csv", "missing field `text`"),
        ("clinc150 --train @bank.csv", "expected lists of [text, label] by split"),
        ("pii", "--test FILE is missing"),
        ("pii --test @none.json", "--test"),
    ] {
        desk.refused(&format!("assistant eval {line}"), words);
    }
}

const REDACTION: &str = "version = 1\ncompany = \"acme\"\n\n[[rule]]\nid = 2\neffect = \"show\"\n\
    selector = \".total\"\nreason = \"asked for\"\nowner = \"web\"\nexpires = \"2999-01-01\"\n";

#[test]
fn a_redaction_policy_is_checked_signed_and_compared() {
    let desk = Desk::new();
    desk.good("cobrowse keygen --out @acme.key");
    assert_eq!((mode(&desk.path("acme.key")), desk.names().len()), (0o600, 2));
    let key = desk.read("acme.key");
    desk.refused("cobrowse keygen --out @acme.key", "is there already");
    std::fs::remove_file(desk.path("acme.key.pub")).unwrap();
    desk.refused("cobrowse keygen --out @acme.key", "never written over");
    assert_eq!(desk.read("acme.key"), key);
    desk.good("cobrowse keygen --out @other.key");

    desk.write("redaction.toml", REDACTION);
    desk.good("cobrowse check @redaction.toml");
    let unsigned = desk.run("cobrowse check @redaction.toml --key @other.key.pub").unwrap();
    assert_eq!(unsigned, ExitCode::FAILURE, "there is no signature");
    desk.good("cobrowse sign @redaction.toml --key @other.key");
    desk.good("cobrowse check @redaction.toml --key @other.key.pub --json");
    desk.good("cobrowse sign @redaction.toml --key @acme.key --out @redaction.sig");
    let by_another = desk.run("cobrowse check @redaction.toml --key @other.key.pub").unwrap();
    assert_eq!(by_another, ExitCode::FAILURE);
    desk.refused("cobrowse sign @redaction.toml --key @other.key.pub", "is no private key");
    desk.refused("cobrowse sign @none.toml --key @acme.key", "the file cannot be read");

    let broken = REDACTION.replace("owner = \"web\"", "owner = \"\"").replace(".total", "body");
    desk.write("broken.toml", &broken);
    assert_eq!(desk.run("cobrowse check @broken.toml").unwrap(), ExitCode::FAILURE);
    desk.refused("cobrowse sign @broken.toml --key @acme.key", "broken.toml:7: rule 2: selector");

    desk.write("next.toml", &REDACTION.replace("version = 1", "version = 2"));
    desk.good("cobrowse diff @redaction.toml @next.toml");
    desk.good("cobrowse diff @redaction.toml @next.toml --json");
    desk.refused("cobrowse diff @next.toml @redaction.toml", "make it 3");
}

#[test]
fn the_pictures_of_a_build_are_listed_signed_and_kept_by_their_hash() {
    let desk = Desk::new();
    desk.good("cobrowse keygen --out @acme.key");
    desk.write("dist/assets/logo one.svg", "<svg/>");
    desk.write("dist/app.css", "a{}");
    desk.good(
        "cobrowse assets @dist --base /shop/ --out @m.json --key @acme.key --store @store/acme",
    );
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("m.json")).unwrap();
    let sha256 = kernel::canonical::Sha256Hex::of(b"<svg/>").to_string();
    let files = serde_json::json!({ "/shop/assets/logo%20one.svg": sha256 });
    assert_eq!(manifest["files"], files);
    assert!(desk.read("m.sig").starts_with("ombud-assets-1 "));
    assert_eq!(desk.read(&format!("store/acme/files/{sha256}")), "<svg/>");
    let kept = desk.path("store/acme").read_dir().unwrap().count();
    assert_eq!(kept, 3, "the files, the manifest and its signature");
    // A manifest that the build's plugin made is signed as it is, where the files are those it names.
    let again = "cobrowse assets @dist --manifest @m.json --out @n.json --store @store/acme";
    desk.good(again);
    assert_eq!(desk.read("n.json"), desk.read("m.json"));
    desk.write("dist/assets/logo one.svg", "<svg>changed</svg>");
    desk.refused(again, "no file of the build has its hash");
    desk.refused("cobrowse assets @dist --base shop --out @m.json", "must begin and end with /");
    desk.write("bare/app.js", "1");
    desk.refused("cobrowse assets @bare --out @m.json", "no picture and no font");
}

#[test]
fn a_recording_that_is_not_there_is_not_exported() {
    let desk = Desk::new();
    let id = "0197c2f0-0000-7000-8000-000000000000";
    for what in [format!("verify {id}"), format!("export {id} --rrweb @out.json")] {
        let line = format!("cobrowse recording {what} --tenant t1");
        desk.refused(&line, "there is no store here");
    }
    desk.good("tenant create t1");
    let line = format!("cobrowse recording export {id} --tenant t1 --rrweb @out.json");
    desk.refused(&line, "was not found");
    assert!(!desk.path("out.json").exists());
}
