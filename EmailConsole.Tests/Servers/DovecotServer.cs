namespace EmailConsole.Tests.Servers;

/// <summary>
/// Dovecot as the SASL server of Postfix: PLAIN and LOGIN from a password file, XOAUTH2 and OAUTHBEARER by asking the
/// OAuth 2.0 server about the token (RFC 7662).
/// </summary>
internal sealed class DovecotServer : IAsyncDisposable
{
    private Daemon? _daemon;

    private DovecotServer(string socket) => Socket = socket;

    /// <summary>Where Postfix asks.</summary>
    public string Socket { get; }

    public static async Task<DovecotServer> StartAsync(ServerFolder folder, string authorityFile, Uri introspection)
    {
        var root = folder.CreateFolder("dovecot");
        folder.CreateFolder("dovecot/run");
        folder.CreateFolder("dovecot/state");
        folder.Write(
            "dovecot/users",
            $"{MailAccount.Address}:{{PLAIN}}{MailAccount.Password}\n",
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        folder.Write("dovecot/oauth2.conf", OAuth(authorityFile, introspection));
        var configuration = folder.Write("dovecot/dovecot.conf", Configuration(root));
        var server = new DovecotServer(Path.Combine(root, "sasl"))
        {
            _daemon = Daemon.Start(Path.Combine(root, "log"), Requirement.FindProgram("dovecot")!, "-F", "-c", configuration),
        };
        await server._daemon.WaitUntilAsync(() => Task.FromResult(File.Exists(server.Socket)), "Dovecot did not start.");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }
    }

    private static string OAuth(string authorityFile, Uri introspection) => $"""
        introspection_mode = post
        introspection_url = {introspection}
        tls_ca_cert_file = {authorityFile}
        scope = {OAuthServer.Scope}
        active_attribute = active
        active_value = true
        username_attribute = {OAuthServer.MailboxClaim}

        """;

    // The penalty listener is taken away because answers to an address with failed logins would come seconds late
    private static string Configuration(string root) => $$"""
        base_dir = {{root}}/run
        state_dir = {{root}}/state
        log_path = {{root}}/log
        protocols =
        ssl = no
        listen = 127.0.0.1
        auth_mechanisms = plain login xoauth2 oauthbearer
        disable_plaintext_auth = no
        auth_failure_delay = 0
        auth_verbose = yes
        first_valid_uid = 1
        passdb {
          driver = passwd-file
          mechanisms = plain login
          args = username_format=%u {{root}}/users
        }
        passdb {
          driver = oauth2
          mechanisms = xoauth2 oauthbearer
          args = {{root}}/oauth2.conf
        }
        userdb {
          driver = static
          args = uid=nobody gid=nogroup home=/nonexistent
        }
        service auth {
          unix_listener {{root}}/sasl {
            mode = 0660
            user = postfix
            group = postfix
          }
        }
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service auth-worker {
          user = nobody
        }

        """;
}
