namespace EmailConsole.Tests.Servers;

/// <summary>The two files of a Postfix that touches nothing of the system's.</summary>
internal static class PostfixConfiguration
{
    /// <summary>main.cf. Mail for <see cref="MailAccount.Domain"/> lands in one maildir, any other is thrown away.</summary>
    public static string MainFile(string root, string saslSocket) => $$"""
        compatibility_level = 3.6
        queue_directory = {{root}}/queue
        data_directory = {{root}}/data
        mail_owner = postfix
        setgid_group = postdrop
        maillog_file = {{root}}/log
        maillog_file_prefixes = {{root}}
        myhostname = smtp.mailbox.test
        mydestination =
        local_recipient_maps =
        alias_maps =
        inet_protocols = ipv4
        mynetworks =
        in_flow_delay = 0
        line_length_limit = 12288
        smtpd_client_connection_count_limit = 0
        smtpd_client_connection_rate_limit = 0
        smtpd_error_sleep_time = 0
        smtpd_tls_security_level = may
        smtpd_tls_auth_only = yes
        smtpd_tls_chain_files = {{root}}/good.pem
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = {{saslSocket}}
        smtpd_sender_login_maps = inline:{ { {{MailAccount.Address}} = {{MailAccount.Address}} } }
        smtpd_sender_restrictions = reject_authenticated_sender_login_mismatch
        smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
        smtpd_recipient_restrictions =
        default_transport = discard
        virtual_mailbox_domains = {{MailAccount.Domain}}
        virtual_mailbox_base = {{root}}/mail
        virtual_mailbox_maps = regexp:{{root}}/mailboxes
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534

        """;

    public static string Mailboxes => $"""
        !/^unknown@/ all/

        """;

    public static string MasterFile(string root, IReadOnlyDictionary<PostfixPort, int> ports) =>
        string.Concat(ports.Select(port => $"127.0.0.1:{port.Value} inet n - n - - smtpd{Options(root, port.Key)}\n")) + """
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        virtual unix - n n - - virtual
        discard unix - - n - - discard
        error unix - - n - - error
        retry unix - - n - - error
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """;

    private static string Options(string root, PostfixPort port) => port switch
    {
        PostfixPort.StockLineLimit => " -o line_length_limit=2048",
        PostfixPort.ImplicitTls => " -o smtpd_tls_wrappermode=yes",
        PostfixPort.LoginOnly => " -o smtpd_sasl_mechanism_filter=login",
        PostfixPort.OtherName => $" -o smtpd_tls_chain_files={root}/other.pem",
        PostfixPort.Expired => $" -o smtpd_tls_chain_files={root}/expired.pem",
        PostfixPort.SelfSigned => $" -o smtpd_tls_chain_files={root}/self.pem",
        PostfixPort.ClearText => " -o smtpd_tls_security_level=none -o smtpd_sasl_auth_enable=no",
        PostfixPort.StartTlsOnly => " -o smtpd_tls_security_level=encrypt",
        PostfixPort.SmallMessages => " -o message_size_limit=1000",
        _ => "",
    };
}
