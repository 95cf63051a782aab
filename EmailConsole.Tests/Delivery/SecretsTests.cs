using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Redaction;
using EmailConsole.Delivery.Telemetry;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Servers;
using MimeKit;

namespace EmailConsole.Tests.Delivery;

/// <summary>A server that repeats in every reply whatever it was ever sent, in whatever form, and all that a delivery leaves behind.</summary>
public sealed class SecretsTests : IDisposable
{
    private const string Password = "Pa5sw0rd-marker-4711/+";
    private const string ClientSecret = "Cl1ent-s3cret-marker~0815";
    private const string Token = "eyJ0b2tlbi1tYXJrZXIiOiJ4eXoifQ.c2lnbmF0dXJl";
    private const string Link = "https://console.example/invite?code=L1nk-marker-2342";

    private static readonly string[] _secrets = [Password, ClientSecret, Token, Link];

    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RecordedLog _log = new();
    private readonly ConcurrentQueue<string> _shown = new();
    private readonly ActivityListener _activities;
    private readonly SenderBed _bed;

    public SecretsTests()
    {
        _bed = new SenderBed { Log = _log, Advisor = new DeliveryAdvisor(), Secrets = new EmailProviderSecrets(Password, ClientSecret), Token = SenderBed.NewToken(Token) };
        _bed.Email = _bed.Email with
        {
            Recipients = [new MailboxAddress("", "a@bar.example"), new MailboxAddress("", "b@bar.example")],
            Text = $"Click {Link} now",
            Html = null,
            Secrets = [Link],
        };
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DeliveryTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(_activities);
    }

    public static TheoryData<string, string, bool> Outcomes
    {
        get
        {
            var all = new TheoryData<string, string, bool>();
            foreach (var withToken in new[] { false, true })
            {
                foreach (var (verb, code) in new[]
                {
                    ("NONE", ""), ("EHLO", "554"), ("AUTH", "535"), ("AUTH", "454"), ("AUTH", "504"), ("MAIL", "550"), ("MAIL", "421"), ("RCPT", "550"), ("RCPT", "450"),
                    ("RCPT", "503"), ("SOME", "550"), ("DATA", "451"), ("CONTENT", "250"), ("CONTENT", "554"), ("CONTENT", "354"), ("CONTENT", "xyz"),
                    ("AUTH", "xyz"), ("MAIL", "cut"), ("CONTENT", "cut"), ("RSET", "250"), ("QUIT", "221"),
                })
                {
                    all.Add(verb, code, withToken);
                }
            }

            return all;
        }
    }

    public void Dispose()
    {
        _activities.Dispose();
        _bed.Dispose();
        _log.Dispose();
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task Send_ServerRepeatsAllItWasSent_NothingThatIsLeftBehindHasASecret(string verb, string code, bool withToken)
    {
        if (withToken)
        {
            _bed.Settings = _bed.Settings with { AuthenticationType = AuthenticationType.ClientCredential };
        }

        _ = _bed.Get<DeliveryTelemetry>();
        using var metrics = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        metrics.SetMeasurementEventCallback<double>((_, _, tags, _) => Note(tags));
        metrics.SetMeasurementEventCallback<long>((_, _, tags, _) => Note(tags));
        metrics.Start();
        await using var server = Echo(verb, code).Start();
        var provider = _bed.Provider(server.Port);

        Note(await _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email, CancellationToken.None));

        // Over the same connection, which has seen the secrets of another message
        Note(await _bed.Get<ISharedSender>().SendAsync(provider, _bed.Email with { Secrets = [], Text = "Nothing" }, CancellationToken.None));
        Note(await _bed.SendAsync(server));
        metrics.RecordObservableInstruments();
        Note(_bed.Listener.Everything);
        _log.Lines.ToList().ForEach(Note);

        Assert.NotEmpty(_shown);
        Assert.DoesNotContain(_shown.Select(shown => (FindSecret(shown), shown)), found => found.Item1 is not null);
    }

    [Fact]
    public async Task Send_QueueIdIsASecret_ShowsNone()
    {
        await using var server = new ScriptedSmtpServer().Reply("CONTENT", $"250 2.0.0 Ok: queued as {Token}").Start();
        _bed.Secrets = new EmailProviderSecrets(Token, null);

        var delivered = await _bed.DeliverAsync(server);

        Assert.Equal((null, "250 2.0.0 Ok: queued as ***"), (delivered.QueueId, delivered.ServerText));
    }

    [Fact]
    public async Task Send_QueueIdHasASecretWithin_ShowsNoPartOfIt()
    {
        await using var server = new ScriptedSmtpServer().Reply("CONTENT", $"250 2.0.0 Ok: queued as 4Xy{Token}z").Start();
        _bed.Secrets = new EmailProviderSecrets(Token, null);

        Assert.Null((await _bed.DeliverAsync(server)).QueueId);
    }

    [Fact]
    public async Task Send_MalformedReplyWithASecretWhereItWasCut_ShowsNoPartOfIt()
    {
        await using var server = new ScriptedSmtpServer().Reply("AUTH", new string('x', 190) + Password).Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal(new string('x', 190) + "***", failure.ServerText);
    }

    [Fact]
    public async Task Send_ReplyOfTwoMegabytes_KeepsItsStart()
    {
        var line = new string('y', 8_000);
        await using var server = new ScriptedSmtpServer()
            .Reply("AUTH", string.Concat(Enumerable.Repeat($"535-{line}\r\n", 250)) + "535 end").Start();

        var failure = await _bed.FailAsync(server);

        Assert.Equal((DeliveryFailureKind.AuthenticationRefused, SecretScrubber.MaxLength), (failure.Kind, failure.ServerText!.Length));
        Assert.True(_bed.Listener.Lines.Sum(l => l.Length) < 3 * SecretScrubber.MaxLength);
    }

    private static ScriptedSmtpServer Echo(string verb, string code)
    {
        var server = new ScriptedSmtpServer { Extensions = ["PIPELINING", "AUTH PLAIN LOGIN XOAUTH2"] };
        foreach (var each in new[] { "EHLO", "AUTH", "MAIL", "RCPT", "CONTENT", "RSET", "QUIT", "DATA" })
        {
            server.Script[each] = async (session, line) =>
            {
                var isIt = each == verb || (verb == "SOME" && each == "RCPT" && line.Contains("a@", StringComparison.Ordinal));
                if (isIt && code == "cut")
                {
                    await session.WriteAsync(Repeat(session, "250", line).TrimEnd()[..^2]);
                    session.Drop();
                }
                else if (isIt)
                {
                    await session.WriteAsync(Repeat(session, code, line));
                }
                else if (each is "EHLO" or "DATA" or "AUTH")
                {
                    await session.BehaveAsync(each, line);
                }
                else
                {
                    await session.WriteAsync(Repeat(session, each == "QUIT" ? "221" : "250", line));
                }
            };
        }

        return server;
    }

    /// <summary>All of it in full, in base64, escaped, in capitals, and folded.</summary>
    private static string Repeat(ScriptedSmtpSession session, string code, string line)
    {
        var all = session.Heard.Append(line).Where(h => h.Length > 0).ToList();
        var withSecrets = all.Concat(_secrets[..2]).Where(h => h.StartsWith("AUTH", StringComparison.Ordinal) || _secrets.Any(h.Contains)).ToList();
        List<string> said = [.. withSecrets, .. withSecrets.SelectMany(Forms), .. all];
        var reply = new StringBuilder();
        foreach (var text in said.Distinct().Where(t => t.Length < 300).TakeWhile(_ => reply.Length < 6_000))
        {
            reply.Append(code).Append('-').Append(text).Append("\r\n");
            foreach (var piece in text.Chunk(11))
            {
                reply.Append(code).Append("-5.7.1 ").Append(piece).Append("\r\n");
            }
        }

        return reply.Append(code).Append(" end: queued as ").Append(said[0]).Append("\r\n").ToString();
    }

    private static IEnumerable<string> Forms(string text) =>
        [text.ToUpperInvariant(), Uri.EscapeDataString(text), Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + text))];

    /// <returns>Any eight characters of one, as they are or in base64.</returns>
    private static string? FindSecret(string shown) => _secrets
        .SelectMany(secret => new[] { secret, Inner(secret, 0), Inner(secret, 1), Inner(secret, 2) })
        .Where(form => !form.StartsWith("https", StringComparison.Ordinal))
        .Append(Link[^16..])
        .SelectMany(form => Enumerable.Range(0, form.Length - 7).Select(at => form.Substring(at, 8)))
        .FirstOrDefault(part => shown.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static string Inner(string secret, int offset) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', offset) + secret))[4..^4];

    private void Note(string shown) => _shown.Enqueue(shown);

    private void Note(DeliveryOutcome outcome)
    {
        Note(JsonSerializer.Serialize(outcome, outcome.GetType(), _json));
        Note(outcome.ToString());
        foreach (var refused in outcome.RefusedRecipients)
        {
            Note(refused.ToString());
        }
    }

    private void Note(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            Note($"{tag.Key}={tag.Value}");
        }
    }

    private void Note(Activity span) =>
        Note(string.Join(' ', span.TagObjects.Concat(span.Events.SelectMany(e => e.Tags)).Select(t => $"{t.Key}={t.Value}")) + span.StatusDescription + span.DisplayName);
}
