using System.Collections.Concurrent;
using System.Net.Security;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Api;
using EmailConsole.Rest.Errors;
using EmailConsole.SmtpServing;
using EmailConsole.Submission.Intake;
using Microsoft.Extensions.Options;

namespace EmailConsole.Submission;

/// <summary>Takes mail from a tenant's programs, which sign in with an API key, into the outbox.</summary>
internal sealed class SubmissionDoor(
    ApiKeySignIn keys,
    SenderPolicies policies,
    MessageIntake intake,
    AcceptEmails accept,
    RequestMemory memory,
    SubmissionTelemetry telemetry,
    RefusalLog refusals,
    SubmissionState state,
    SubmissionHost host,
    IOptions<SubmissionOptions> options,
    IOptions<OutboxOptions> outbox,
    TimeProvider clock,
    ILogger<SubmissionDoor> logger) : ISmtpDoor
{
    private readonly ConcurrentDictionary<Guid, int> _connections = new();

    public SmtpRules Rules { get; } = new()
    {
        HostName = host.Name,
        Greeting = "EmailConsole submission ESMTP",
        MaxMessageSize = (int)outbox.Value.MaxMessageSize,
        Mechanisms = ["PLAIN", "LOGIN"],
        RequiresSignIn = true,
        IsStrict = true,
        Connections = options.Value.MaxConnections,
        ConnectionsPerAddress = options.Value.MaxConnectionsPerAddress,
        Recipients = options.Value.MaxRecipients,
    };

    public SslStreamCertificateContext? Certificate => state.Certificate?.Current;

    public ISmtpVisit Open(SmtpClient client) => new SubmissionVisit(client, this, keys, policies, intake, accept, memory, telemetry, clock, logger);

    public void TurnedAway(SmtpReply reply)
    {
        telemetry.Refused(null, reply);
        refusals.Count(reply == SmtpReply.TooManyFromAddress
            ? "SMTP connections from one address (Submission:MaxConnectionsPerAddress)"
            : "SMTP connections (Submission:MaxConnections)");
    }

    /// <summary>One more connection of a key.</summary>
    /// <returns>False: it has as many as it may.</returns>
    public bool TryEnter(Guid keyId)
    {
        if (_connections.AddOrUpdate(keyId, 1, (_, held) => held + 1) <= options.Value.MaxConnectionsPerKey)
        {
            return true;
        }

        Leave(keyId);
        return false;
    }

    public void Leave(Guid keyId)
    {
        if (_connections.AddOrUpdate(keyId, 0, (_, held) => held - 1) == 0)
        {
            _connections.TryRemove(new KeyValuePair<Guid, int>(keyId, 0));
        }
    }
}
