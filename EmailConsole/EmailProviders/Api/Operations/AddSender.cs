using EmailConsole.Accounts;
using EmailConsole.EmailProviders.Api.Answers;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Rest;
using EmailConsole.Rest.Server;
using EmailConsole.Tenants;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary><c>POST …/email</c>. Of two at the same time one is answered 201, the other 409.</summary>
internal sealed class AddSender(StoredProviders stored, EmailProviderWriter writer, SenderAddresses addresses)
{
    public async Task<IResult> HandleAsync<TBody>(HttpContext http, RestCaller caller, SenderVersion version)
        where TBody : class, ISenderBody
    {
        if (TenantDomain.IsSuper(caller.TenantDomain))
        {
            return ServerMethods.NotAllowed(http, "GET");
        }

        var (body, refusal) = await SenderBody.ReadAsync<TBody>(http.Request);
        if (body is null)
        {
            return refusal!;
        }

        var request = body.ToRequest();
        return await LastWrite.WinsAsync(http, () => TryAsync(http, caller, request, version));
    }

    /// <returns>Null where the wait for what replaces a removed sender ended meanwhile.</returns>
    private async Task<IResult?> TryAsync(HttpContext http, RestCaller caller, SenderRequest sent, SenderVersion version)
    {
        // WSO2's console updates by DELETE and POST: what the second leaves out or masks is what an update would keep
        var before = await stored.OpenAsync(caller.TenantId, http.RequestAborted);
        var replaced = before is { IsAwaited: true } ? before.Replaceable : null;
        var request = sent with { Sender = MaskedProperties.Keep(sent.Sender, replaced?.Written) };
        if ((SenderFaults.Find(request) ?? (replaced is null ? null : SenderFaults.FindLostKind(request, replaced.Settings))) is { } fault)
        {
            return SenderErrors.Invalid([fault]);
        }

        var name = string.IsNullOrEmpty(request.Name) ? SenderName.System : request.Name;
        if (name != SenderName.System || before?.Own is not null)
        {
            return SenderChecks.FindFault(request, replaced, asksForSecrets: true)
                ?? (name != SenderName.System ? SenderErrors.NoSystemSender(name) : SenderErrors.Taken(SenderName.System));
        }

        switch (await writer.UpdateAsync(http.User, caller.TenantDomain, request.ToInput(replaced?.Settings), before, http.RequestAborted))
        {
            case UpdateResult.Saved { Stored: { } now }:
                http.Response.Headers[HeaderNames.Location] = addresses.Of(http.Request, SenderName.System);
                return SenderAnswer.One(http, now, version, StatusCodes.Status201Created);
            case UpdateResult.Invalid invalid:
                return SenderErrors.Invalid(invalid.Errors);
            case UpdateResult.ChangedElsewhere { Theirs: null }:
                return null;
            case UpdateResult.ChangedElsewhere:
                return SenderErrors.Taken(SenderName.System);
            case UpdateResult.Refused refused:
                return SenderAnswer.Refused(refused.Decision);
            default:
                return ServerMethods.NotAllowed(http, "GET");
        }
    }
}

/// <summary>Where a sender is, for the header <c>Location</c>.</summary>
internal sealed class SenderAddresses(ConsoleAddress console)
{
    public string Of(HttpRequest request, string name)
    {
        var home = console.BaseOf($"{request.Scheme}://{request.Host}{request.PathBase}");
        return $"{home.AbsoluteUri.TrimEnd('/')}{request.Path.ToUriComponent().TrimEnd('/')}/{Uri.EscapeDataString(name)}";
    }
}
