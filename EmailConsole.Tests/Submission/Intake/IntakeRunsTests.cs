using CsCheck;
using EmailConsole.Submission.Intake;

namespace EmailConsole.Tests.Submission.Intake;

/// <summary>Many messages. One that fails is printed with its seed, and fails again.</summary>
public sealed class IntakeRunsTests
{
    private const int Runs = 10_000;

    /// <summary>For more of them than in the suite.</summary>
    private const string MoreRuns = "EMAILCONSOLE_INTAKE_RUNS";

    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable(MoreRuns), out var more) ? more : Runs;

    private static readonly string[] Seeds =
    [
        ClientMessages.Zitadel, ClientMessages.JavaMail, ClientMessages.Smtplib, ClientMessages.Printer, ClientMessages.Go, ClientMessages.Mattermost,
        ClientMessages.Relayed, ClientMessages.Smime, RepairTests.Nested,
    ];

    private static readonly string[] Pieces =
    [
        "\r\n", "\n", "\r", "\0", "\r\n\r\n", "\r\n ", "\r\n   \r\n", ":", ";", ",", "<", ">", "@", "\"", "(", ")", "\\", "=", "==", "=?utf-8?q?", "?=",
        "=?utf-8?b?w7w=?=", "=?utf-8?q?=0D=0ABcc:_evil@e.example?=", "--", "--7d1c2a", "--7d1c2a--", "boundary=", "\u00fc", "\u00c3\u00bc", "\u00ff",
        "From: evil@e.example\r\n", "Sender: evil@e.example\r\n", "Bcc: evil@e.example\r\n", "X-EmailConsole-Priority: high\r\n",
        "X-EmailConsole-Metadata-a: b\r\n", "Received: a\r\n", "DKIM-Signature: h=from:bcc:date\r\n", "Content-Type: multipart/mixed; boundary=b\r\n",
        "Content-Type: message/rfc822\r\n", "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n",
        "Subject: \u00c3\u00bc\r\n", "To: \u00c3\u00bc@b.example\r\n", "Message-ID: x\r\n", "group:", new string('x', 1_000), new string('(', 300), new string(' ', 1_000),
    ];

    private static readonly Gen<Func<string, string>> Change = Gen.Select(Gen.Int[0, 5], Gen.Double.Unit, Gen.Double.Unit, Gen.OneOf(Pieces), Gen.Char['\0', '\u00ff'])
        .Select((kind, at, to, piece, octet) => (Func<string, string>)(text =>
        {
            var start = (int)(at * text.Length);
            var length = Math.Min((int)(to * 40), text.Length - start);
            return kind switch
            {
                0 => text.Remove(start, length),
                1 => text.Insert(start, text.Substring((int)(to * (text.Length - length)), length)),
                2 => text.Insert(start, octet.ToString()),
                _ => text.Insert(start, piece),
            };
        }));

    private static readonly Gen<string> Mutated = Gen.Select(Gen.OneOf(Seeds), Change.List[0, 6])
        .Select((seed, changes) => changes.Aggregate(seed, (text, change) => text.Length == 0 ? text : change(text)));

    private static readonly Gen<SenderPolicy> Policy = Gen.OneOf(IntakeBed.Refuse, IntakeBed.Replace, IntakeBed.Allow("@foo.example", "evil@e.example"));

    [Fact]
    public void Take_WhateverIsHandedOver_IsRefusedInOneLineOrFit()
    {
        var taken = 0;
        Gen.Select(Mutated, Policy).Sample(
            (text, policy) =>
            {
                var result = IntakeBed.Take(text, policy);
                _ = result is IntakeResult.Taken ? Interlocked.Increment(ref taken) : 0;
                return Check(result);
            },
            iter: Count,
            print: Print);

        // Else it says little of one of the two
        Assert.InRange(taken, Count / 5, Count * 4 / 5);
    }

    /// <summary>A message that any server takes comes out as it went in, but for what is taken out and the field on top.</summary>
    [Fact]
    public void Take_ConformingMessage_IsTheSameOctets() =>
        ConformingMessage.Gen.Sample(m => IntakeBed.Taken(m.In).Text() == IntakeBed.Received + m.Out, iter: Count / 5, print: m => m.In);

    private static string Print((string Text, SenderPolicy Policy) run) => $"{run.Policy.Mode}\n{run.Text.Replace("\r", "\\r", StringComparison.Ordinal)}";

    private static bool Check(IntakeResult result)
    {
        switch (result)
        {
            case IntakeResult.Taken taken:
                Fit.Assert(taken.Email);
                return taken.Email.Recipients.Count == 1;
            case IntakeResult.Refused refused:
                return refused.Reply is ['5', _, _, ' ', '5', '.', _, '.', _, ' ', _, ..] && refused.Reply.Length <= 500
                    && refused.Reply.All(c => c is >= ' ' and <= '~');
            default:
                return false;
        }
    }
}
