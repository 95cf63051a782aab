using System.Globalization;
using System.Net;
using EmailConsole.Delivery.Network;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Smtp;

/// <summary>The stages Resolve and Connect.</summary>
internal sealed class ProviderDialer(IHostResolver resolver, NetworkPolicy policy, Dialer dialer, IOptions<DeliveryOptions> options)
{
    private const int MaxAddresses = 16;

    /// <returns>The connection, which the caller closes, or the failure of the stage that ended it.</returns>
    public async Task<(SmtpConnection? Connection, DeliveryFailure? Failure)> DialAsync(ProviderInForce provider, DeliveryRun run)
    {
        var limit = options.Value.ConnectTimeout;
        IReadOnlyList<IPAddress> addresses = [];
        SmtpConnection? connection = null;
        var failure = await run.StageAsync(DeliveryStage.Resolve, limit, async token =>
        {
            addresses = [.. (await resolver.ResolveAsync(provider.Settings.Host, token)).Take(MaxAddresses)];
            return new StageResult.Passed(Describe(provider, addresses));
        });
        failure ??= await run.StageAsync(DeliveryStage.Connect, limit, async token =>
        {
            var port = provider.Settings.Port;
            var decisions = addresses.ToLookup(a => policy.Check(provider.Origin, TargetUse.Smtp, a, port));
            if (!decisions[NetworkDecision.Allowed].Any())
            {
                return new Fault(
                    DeliveryFailureKind.TargetNotAllowed,
                    Detail: decisions[NetworkDecision.PortRefused].Any()
                        ? string.Create(CultureInfo.InvariantCulture, $"port {port}")
                        : "an address that is not of the public internet");
            }

            connection = SmtpConnection.Over(await dialer.ConnectAsync([.. decisions[NetworkDecision.Allowed]], port, token), ServerKey.Of(provider), run);
            return new StageResult.Passed(connection.RemoteEndPoint.ToString());
        });
        return (connection, failure);
    }

    // A tenant shall not learn the addresses of the network behind the console
    private string Describe(ProviderInForce provider, IReadOnlyList<IPAddress> addresses)
    {
        var shown = addresses.Where(a =>
            policy.Check(provider.Origin, TargetUse.Smtp, a, provider.Settings.Port) != NetworkDecision.AddressRefused).ToList();
        var count = addresses.Count == 1 ? "1 address" : string.Create(CultureInfo.InvariantCulture, $"{addresses.Count} addresses");
        return shown.Count == 0 ? count : $"{count}: {string.Join(", ", shown)}";
    }
}
