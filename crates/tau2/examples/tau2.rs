//! Runs the scripts against the benchmark's data and says what is wrong: for people who write procedures.
//!
//! `OMBUD_TEST_DATA=… cargo run -p tau2 --example tau2 -- [task_037 [log]]`

use std::path::Path;

use tau2::{Script, Task, World, run, score, task};

fn files(folder: &Path, under: &str, all: &mut Vec<(String, String)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files(&entry.path(), &format!("{name}/"), all)?;
        } else {
            all.push((name, std::fs::read_to_string(entry.path())?));
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = std::env::var("OMBUD_TEST_DATA")?;
    let data = Path::new(&data).join("tau2-banking");
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut policy = Vec::new();
    files(&here.join("../../policy/tau2-banking"), "", &mut policy)?;
    let policy: Vec<(&str, &str)> = policy.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let world = World::parse(&policy, 4)?;
    let tables = task::tables(&std::fs::read_to_string(data.join("db.json"))?)?;
    let mut scripts = Vec::new();
    files(&here.join("tests/scripts"), "", &mut scripts)?;
    scripts.sort();
    let (mut solved, mut count) = (0, 0);
    for (name, text) in scripts {
        let script = Script::parse(&text).map_err(|why| format!("{name}: {why}"))?;
        if args.first().is_some_and(|wanted| !script.task.contains(wanted.as_str())) {
            continue;
        }
        let content = std::fs::read_to_string(data.join(format!("tasks/{}.json", script.task)))?;
        let task = Task::parse(&name, &content)?;
        let gold = task.replayed(&tables)?;
        count += 1;
        let mut wrong = 0;
        for way in 0..tau2::customer::WAYS {
            let ran = run(&world, &script, way, task.bank(&tables));
            let mut differences = score::differences(&task, &gold, &ran.bank);
            differences.extend(ran.broke.map(|why| format!("broke off: {why}")));
            wrong += usize::from(!differences.is_empty());
            if way == 0 || args.len() > 1 {
                println!("{} {} way {way}: {}", script.family, script.task, differences.len());
                for difference in differences {
                    println!("   {}", difference.chars().take(420).collect::<String>());
                }
                if args.len() > 1 {
                    ran.log.iter().for_each(|line| println!("      {line}"));
                }
            }
        }
        solved += usize::from(wrong == 0);
        if wrong > 0 {
            println!("   {wrong} of 4 wrong");
        }
    }
    println!("{solved} of {count}");
    Ok(())
}
