using EmailConsole.EmailProviders.Api.Answers;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Rest;
using EmailConsole.Rest.Server;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary><c>PUT …/email/{name}</c>: the whole sender, in one transaction. Without <c>If-Match</c> the last write wins.</summary>
internal sealed class ReplaceSender(StoredProviders stored, UpdateEmailProvider update)
{
    public async Task<IResult> HandleAsync<TBody>(HttpContext http, RestCaller caller, string name, SenderVersion version)
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
        return await LastWrite.WinsAsync(http, () => TryAsync(http, caller, name, request, version));
    }

    /// <returns>Null where somebody else wrote in between.</returns>
    private async Task<IResult?> TryAsync(HttpContext http, RestCaller caller, string name, SenderRequest sent, SenderVersion version)
    {
        var before = name == SenderName.System ? await stored.DescribeAsync(caller.TenantId, http.RequestAborted) : null;
        var request = sent with { Sender = MaskedProperties.Keep(sent.Sender, before?.Written) };
        if (SenderChecks.FindFault(request, before, asksForSecrets: before is not null) is { } fault)
        {
            return fault;
        }

        if (before is null)
        {
            return SenderErrors.NotFoundToUpdate(name);
        }

        if (!http.MatchesIfMatch(before.Version))
        {
            return LastWrite.PreconditionFailed;
        }

        return await update.UpdateAsync(
            http.User, caller.TenantDomain, request.ToInput(before.Settings), before.Version, http.RequestAborted) switch
        {
            UpdateResult.Saved { Stored: { } now } => SenderAnswer.One(http, now, version),
            UpdateResult.Invalid invalid => SenderErrors.Invalid(invalid.Errors),
            UpdateResult.ChangedElsewhere => null,
            UpdateResult.Refused refused => SenderAnswer.Refused(refused.Decision),
            _ => ServerMethods.NotAllowed(http, "GET"),
        };
    }
}
