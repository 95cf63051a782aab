namespace EmailConsole.Tests.Submission.Intake;

/// <summary>What programs really send, in the form that their libraries give it.</summary>
internal static class ClientMessages
{
    private static string Crlf(string text) => text.ReplaceLineEndings("\r\n");

    /// <summary>No Message-ID, raw UTF-8 in From, a version with a semicolon, an empty Cc, 8-bit without an encoding, a line without end.</summary>
    public static string Zitadel { get; } = IntakeBed.Utf8(Crlf($"""
        From: Zürich Login <{IntakeBed.From}>
        Return-Path: no-reply@foo.example
        To: to@bar.example
        Cc:
        Date: Sun, 29 Nov 2026 19:07:27 +0000
        Subject: =?utf-8?q?Passwort_zur=C3=BCcksetzen?=
        MIME-version: 1.0;
        Content-Type: text/html; charset="UTF-8";

        <html><body><p>Grüezi</p>{new string('x', 1200)}</body></html>

        """));

    /// <summary>Keycloak and WSO2 Identity Server.</summary>
    public static string JavaMail { get; } = Crlf("""
        Date: Sun, 29 Nov 2026 19:07:27 +0000 (UTC)
        From: =?UTF-8?Q?K=C3=B6nig?= <no-reply@foo.example>
        Reply-To: help@foo.example
        To: to@bar.example
        Message-ID: <1386883319.1.1764443247123@keycloak-0>
        Subject: Verify email
        MIME-Version: 1.0
        Content-Type: multipart/alternative; 
        	boundary="----=_Part_0_1120371034.1764443247120"

        ------=_Part_0_1120371034.1764443247120
        Content-Type: text/plain; charset=UTF-8
        Content-Transfer-Encoding: 7bit

        Someone has created an account.
        .
        ------=_Part_0_1120371034.1764443247120
        Content-Type: text/html; charset=UTF-8
        Content-Transfer-Encoding: quoted-printable

        <p>K=C3=B6nig</p>
        ------=_Part_0_1120371034.1764443247120--

        """);

    /// <summary>authentik and Django.</summary>
    public static string Smtplib { get; } = Crlf("""
        Content-Type: multipart/mixed; boundary="===============4433221100=="
        MIME-Version: 1.0
        Subject: authentik
        From: no-reply@foo.example
        To: Some One <to@bar.example>, two@bar.example
        Cc: three@bar.example
        Date: Sun, 29 Nov 2026 19:07:27 -0000
        Message-ID: <176444324712.7.12345@authentik-worker>

        --===============4433221100==
        Content-Type: text/plain; charset="utf-8"
        MIME-Version: 1.0
        Content-Transfer-Encoding: base64

        R3LDvGV6aQ==

        --===============4433221100==--

        """);

    /// <summary>A scanner: line breaks of Unix, neither Date nor Message-ID, no MIME at all.</summary>
    public static string Printer { get; } =
        "From: root@printer\nTo: to@bar.example\nSubject: Scan from MFP-4\n\nSee attachment.\n\n";

    /// <summary>Go: 8-bit and nothing that says so.</summary>
    public static string Go { get; } = IntakeBed.Utf8(Crlf("""
        From: no-reply@foo.example
        To: to@bar.example
        Subject: Grüße

        Grüße aus Köln

        """));

    public static string Mattermost { get; } = IntakeBed.Utf8(Crlf("""
        Mime-Version: 1.0
        Date: Sun, 29 Nov 2026 19:07:27 +0000
        From: "Mattermost" <no-reply@foo.example>
        To: to@bar.example
        Message-ID: <bk3x1q@foo.example>
        Subject: =?UTF-8?Q?[Mattermost]_Notification?=
        Auto-Submitted: auto-generated
        Precedence: bulk
        Content-Type: multipart/alternative;
         boundary=7d1c2a

        --7d1c2a
        Content-Transfer-Encoding: 8bit
        Content-Type: text/plain; charset=UTF-8

        Grüezi
        --7d1c2a
        Content-Transfer-Encoding: 8bit
        Content-Type: text/html; charset=UTF-8

        <p>Grüezi</p>
        --7d1c2a--

        """));

    /// <summary>A Postfix that signs what its users write.</summary>
    public static string Relayed { get; } = IntakeBed.Utf8(Crlf("""
        Received: by relay.foo.example (Postfix, from userid 1000)
        	id 4f1Zk50; Sun, 29 Nov 2026 20:07:27 +0100 (CET)
        DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=foo.example; s=mail;
        	t=1764443247; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=;
        	h=From:To:Subject:Date:Message-ID:
        	 Reply-To; b=dGVzdA==
        From: Foo <no-reply@foo.example>
        To: to@bar.example
        Subject: Signed
        Date: Sun, 29 Nov 2026 20:07:27 +0100
        Message-ID: <20261129190727.4f1Zk50@relay.foo.example>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit
        Bcc: hidden@bar.example

        Grüße

        """));

    public static string Smime { get; } = Crlf("""
        From: no-reply@foo.example
        To: to@bar.example
        Subject: S/MIME
        Date: Sun, 29 Nov 2026 20:07:27 +0100
        Message-ID: <s@foo.example>
        MIME-Version: 1.0
        Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="sig"

        This is an S/MIME signed message

        --sig
        Content-Type: text/plain

        Signed text.

        --sig
        Content-Type: application/pkcs7-signature; name="smime.p7s"
        Content-Transfer-Encoding: base64

        MIIB
        --sig--

        """);
}
