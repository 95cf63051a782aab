using System.Net;
using EmailConsole.Accounts;
using EmailConsole.Delivery.Network;
using EmailConsole.EmailProviders;

namespace EmailConsole.Events.Endpoints;

/// <summary>An endpoint as somebody enters it.</summary>
/// <param name="Url">Any text.</param>
/// <param name="Types">At least one.</param>
internal sealed record EndpointDraft(string? Url, EventTypes Types)
{
    /// <summary>As it is stored, once it is checked.</summary>
    public string NormalUrl => new Uri(Url!.Trim()).AbsoluteUri;

    public EventTypes ChosenTypes => Types & EventTypeNames.All.Aggregate(EventTypes.None, (all, row) => all | row.Type);

    /// <summary>What cannot be taken; empty: nothing. Where a host's name leads is seen when it is connected to.</summary>
    public IEnumerable<FieldProblem> Check(EndpointRules rules)
    {
        if (rules.FindProblem(Url?.Trim() ?? "") is { } problem)
        {
            yield return new FieldProblem(nameof(Url), problem);
        }

        if (ChosenTypes == EventTypes.None)
        {
            yield return new FieldProblem(nameof(Types), "Choose at least one event.");
        }
    }
}

/// <summary>Which addresses are taken for an endpoint.</summary>
internal sealed class EndpointRules(NetworkPolicy policy, IHostEnvironment environment, IConfiguration configuration)
{
    /// <returns>What to enter instead; null: it is good, as far as it can be told.</returns>
    public string? FindProblem(string text)
    {
        if (text.Length is 0 or > WebhookEndpoint.MaxUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
        {
            return "Enter the whole address, such as https://hooks.example.com/email.";
        }

        if (url.Scheme == "http" && !environment.IsDevelopment())
        {
            return "Use https: events name recipients.";
        }

        if (url.UserInfo.Length > 0)
        {
            return "Leave out the username and password: whoever receives events checks their signature instead.";
        }

        if (url.Fragment.Length > 0)
        {
            return "Leave out what follows the #: it is not sent.";
        }

        if (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address)
            && policy.Check(ProviderOrigin.Tenant, TargetUse.Webhook, address, url.Port) == NetworkDecision.AddressRefused)
        {
            return "The network policy does not allow this address: it is not one of the public internet.";
        }

        return ConsoleAddress.Configured(configuration) is { } own && string.Equals(own.IdnHost, url.IdnHost, StringComparison.OrdinalIgnoreCase)
            ? "This is the console itself. Enter the address of your own program."
            : null;
    }
}
