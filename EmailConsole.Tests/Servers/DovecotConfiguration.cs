namespace EmailConsole.Tests.Servers;

/// <summary>Dovecot's configuration, whose language changed with version 2.4.</summary>
internal static class DovecotConfiguration
{
    private static readonly Version NewLanguage = new(2, 4);

    public static string Create(Version version, string root, string authorityFile, Uri introspection) =>
        (version >= NewLanguage ? New(version, root, authorityFile, introspection) : Old(root)) + Services(root);

    /// <summary>A file of its own before 2.4.</summary>
    public static string OAuth(string authorityFile, Uri introspection) => $"""
        introspection_mode = post
        introspection_url = {introspection}
        tls_ca_cert_file = {authorityFile}
        scope = {OAuthServer.Scope}
        active_attribute = active
        active_value = true
        username_attribute = {OAuthServer.MailboxClaim}

        """;

    private static string Old(string root) => $$"""
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

        """;

    private static string New(Version version, string root, string authorityFile, Uri introspection) => $$"""
        dovecot_config_version = {{version}}
        dovecot_storage_version = {{version}}
        base_dir = {{root}}/run
        state_dir = {{root}}/state
        log_path = {{root}}/log
        protocols =
        ssl = no
        listen = 127.0.0.1
        auth_mechanisms = plain login xoauth2 oauthbearer
        auth_allow_cleartext = yes
        auth_failure_delay = 0
        auth_verbose = yes
        first_valid_uid = 1
        passdb passwd-file {
          mechanisms_filter = plain login
          passwd_file_path = {{root}}/users
        }
        passdb oauth2 {
          mechanisms_filter = xoauth2 oauthbearer
        }
        oauth2 {
          introspection_mode = post
          introspection_url = {{introspection}}
          scope = {{OAuthServer.Scope}}
          active_attribute = active
          active_value = true
          username_attribute = {{OAuthServer.MailboxClaim}}
          ssl_client_ca_file = {{authorityFile}}
        }
        userdb static {
          fields {
            uid = nobody
            gid = nogroup
            home = /nonexistent
          }
        }

        """;

    // The penalty listener is taken away because answers to an address with failed logins would come seconds late
    private static string Services(string root) => $$"""
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
