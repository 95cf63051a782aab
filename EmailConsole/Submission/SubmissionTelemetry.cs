using System.Diagnostics;
using System.Diagnostics.Metrics;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Delivery.Telemetry;
using EmailConsole.Rest;
using EmailConsole.SmtpServing;

namespace EmailConsole.Submission;

/// <summary>What happens at the SMTP ports, counted. Nothing of a message, and nobody's name.</summary>
internal sealed class SubmissionTelemetry
{
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

    private static readonly string[] Causes = [.. Enum.GetNames<RefusalCause>().Select(DeliveryLabels.Words)];

    private readonly ApiKeyRefusals _refusals;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _end;

    public SubmissionTelemetry(IMeterFactory meters, ApiKeyRefusals refusals, SubmissionState state)
    {
        _refusals = refusals;
        var meter = meters.Create("EmailConsole.Submission");
        meter.CreateObservableGauge("emailconsole.submission.connections", () => state.Connections, "{connection}", "SMTP connections of programs that are open.");
        _accepted = meter.CreateCounter<long>("emailconsole.submission.accepted", "{email}", "Messages that were answered 250.");
        _bytes = meter.CreateCounter<long>("emailconsole.submission.bytes", "By", "Theirs, as received.");
        _refused = meter.CreateCounter<long>("emailconsole.submission.refused", "{reply}", "Replies that refused something, by their code and cause.");
        _end = meter.CreateHistogram(
            "emailconsole.submission.end_of_data.duration", "s", "From the end of a message to its reply.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    public void Ended(SmtpReply reply, int bytes, TimeSpan took)
    {
        _end.Record(took.TotalSeconds);
        if (reply.IsPositive)
        {
            _accepted.Add(1);
            _bytes.Add(bytes);
        }
    }

    /// <summary>A client that never tries again has lost what it wanted to send.</summary>
    public void Refused(RestCaller.Key? caller, SmtpReply reply)
    {
        var code = reply.Text.Split(' ', 3) is [var basic, var enhanced, _] && enhanced.Contains('.', StringComparison.Ordinal) ? $"{basic} {enhanced}" : reply.Text[..3];
        var cause = reply.Cause ?? RefusalCause.Fault;
        _refused.Add(1, new TagList { { "code", code }, { "cause", Causes[(int)cause] } });
        if (caller is not null)
        {
            _refusals.Note(caller.KeyId, cause, code, reply.Text);
        }
    }
}
