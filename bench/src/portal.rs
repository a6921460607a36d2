//! The server under test: its own data folder, its own process, its own figures.
use crate::client::{Client, cookies};
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};

/// A seeded portal.
pub struct Portal {
    binary: PathBuf,
    data: PathBuf,
    accounts: Value,
    process: Option<Child>,
    preset: String,
    pub address: SocketAddr,
    /// The server that is started next writes into [`Self::log_file`] how long each of its statements took.
    pub logs_statements: bool,
}

/// Cookies of the people who look.
pub struct People {
    pub lead: String,
    pub customer: String,
    pub administrator: String,
}

impl Portal {
    /// Fills a fresh database; answers the seconds it took.
    pub async fn seeded(binary: &Path, tickets: u64) -> Result<(Self, f64)> {
        Self::of_preset(binary, tickets, "agency-plans").await
    }

    /// The same of another kind of company.
    pub async fn of_preset(binary: &Path, tickets: u64, preset: &str) -> Result<(Self, f64)> {
        let data = std::env::temp_dir().join(format!("schalter-bench-{}-{tickets}", std::process::id()));
        fs::create_dir_all(&data)?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut portal = Self {
            binary: binary.to_path_buf(),
            data,
            accounts: Value::Null,
            process: None,
            address,
            preset: preset.to_owned(),
            logs_statements: false,
        };
        let started = Instant::now();
        let output =
            portal.command(&["demo", "--tickets", &tickets.to_string(), "--efforts", "4"]).output().await?;
        if !output.status.success() {
            bail!("demo failed: {}", String::from_utf8_lossy(&output.stderr));
        }
        portal.accounts = serde_json::from_slice(&output.stdout).context("accounts")?;
        Ok((portal, started.elapsed().as_secs_f64()))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(arguments)
            .env("SCHALTER_DATA", &self.data)
            .env("SCHALTER_PRESET", &self.preset)
            .env("SCHALTER_LISTEN", self.address.to_string())
            .env("SCHALTER_LOG", "warn")
            .env_remove("DATABASE_URL")
            .envs(
                Some(self.settings_file()).filter(|file| file.exists()).map(|file| ("SCHALTER_CONFIG", file)),
            )
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Writes a settings file for the server that is started next.
    pub fn settings(&self, text: &str) -> Result<()> {
        Ok(fs::write(self.settings_file(), text)?)
    }

    fn settings_file(&self) -> PathBuf {
        self.data.join("schalter.toml")
    }

    /// Where a server tells of its statements.
    pub fn log_file(&self) -> PathBuf {
        self.data.join("statements.log")
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.data.join("schalter.db")
    }

    /// Starts the server; answers the milliseconds until it was ready.
    pub async fn start(&mut self) -> Result<f64> {
        let started = Instant::now();
        let mut command = self.command(&["serve"]);
        command.stdout(Stdio::null());
        if self.logs_statements {
            let log = fs::File::create(self.log_file())?;
            command.env("SCHALTER_LOG", "warn,sqlx::query=debug").env("SCHALTER_LOG_FORMAT", "json");
            command.stdout(log.try_clone()?).stderr(log);
        }
        self.process = Some(command.spawn()?);
        while started.elapsed() < Duration::from_secs(30) {
            if let Ok(mut client) = Client::connect(self.address).await
                && client.get("/readyz", "").await.is_ok_and(|answer| answer.status == 200)
            {
                return Ok(started.elapsed().as_secs_f64() * 1000.0);
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        bail!("the server did not become ready")
    }

    /// Ends the server and removes its data.
    pub async fn stop(mut self) -> Result<()> {
        if let Some(process) = &mut self.process {
            process.kill().await?;
        }
        fs::remove_dir_all(&self.data)?;
        Ok(())
    }

    /// Hands a mail over as a mail server's pipe does.
    pub async fn deliver(&self, raw: &[u8]) -> Result<()> {
        let mut command = self.command(&["deliver"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        child.stdin.take().context("standard input")?.write_all(raw).await?;
        let status = child.wait().await?;
        if !status.success() {
            bail!("a mail was not taken: {status}");
        }
        Ok(())
    }

    fn pid(&self) -> Result<u32> {
        self.process.as_ref().and_then(Child::id).context("the server is not running")
    }

    /// Milliseconds of processor time the server has used so far.
    pub fn cpu_ms(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid()?))?;
        let fields: Vec<&str> = stat.rsplit_once(')').context("stat")?.1.split_whitespace().collect();
        let ticks = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
        Ok(ticks * 10.0)
    }

    /// Megabytes of memory the server holds.
    pub fn memory_mb(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid()?))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("VmRSS")?;
        Ok(line.split_whitespace().nth(1).context("kB")?.parse::<f64>()? / 1024.0)
    }

    /// Signs in a project lead and an administrator (with second factors) and a customer who sees a whole organisation.
    pub async fn people(&self) -> Result<People> {
        let accounts = self.accounts["accounts"].as_array().context("accounts")?;
        let staff = |role: &str| {
            let has = |a: &&Value| a["roles"].as_array().is_some_and(|r| r.iter().any(|r| r == role));
            accounts.iter().find(has).with_context(|| format!("somebody who is {role}"))
        };
        let customer =
            accounts.iter().find(|a| a["rights"]["sees_all"] == true).context("a customer who sees all")?;
        Ok(People {
            lead: self.sign_in(staff("project_lead")?).await?,
            customer: self.sign_in(customer).await?,
            administrator: self.sign_in(staff("administrator")?).await?,
        })
    }

    /// Signs in the first account that fits.
    pub async fn somebody(&self, fits: impl Fn(&Value) -> bool) -> Result<String> {
        let accounts = self.accounts["accounts"].as_array().context("accounts")?;
        self.sign_in(accounts.iter().find(|account| fits(account)).context("an account that fits")?).await
    }

    /// Signs in all accounts that fit, each once, as a second factor's code counts once; answers them with their cookies.
    pub async fn everybody(&self, fits: impl Fn(&Value) -> bool) -> Result<Vec<(Value, String)>> {
        let mut everybody = Vec::new();
        for account in self.accounts["accounts"].as_array().context("accounts")? {
            if fits(account) {
                everybody.push((account.clone(), self.sign_in(account).await?));
            }
        }
        Ok(everybody)
    }

    async fn sign_in(&self, account: &Value) -> Result<String> {
        let text = |name: &str| account[name].as_str().unwrap_or_default().to_owned();
        let mut client = Client::connect(self.address).await?;
        let fields = format!("email={}&password={}", encode(&text("email")), encode(&text("password")));
        let answer = client.call("sign-in/password", &fields, "").await?;
        if answer.status != 200 {
            bail!(
                "sign-in of {}: {} {}",
                text("email"),
                answer.status,
                String::from_utf8_lossy(&answer.body)
            );
        }
        let cookie = cookies(&answer.head);
        let secret = text("totp_secret");
        if secret.is_empty() {
            return Ok(cookie);
        }
        let code = self.command(&["code", &secret]).output().await?;
        let code = String::from_utf8(code.stdout)?.trim().to_owned();
        let answer = client.call("sign-in/second-factor", &format!("code={code}"), &cookie).await?;
        if answer.status != 200 {
            bail!(
                "second factor of {}: {} {}",
                text("email"),
                answer.status,
                String::from_utf8_lossy(&answer.body)
            );
        }
        Ok(cookies(&answer.head))
    }
}

/// Percent-encodes a form value.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
