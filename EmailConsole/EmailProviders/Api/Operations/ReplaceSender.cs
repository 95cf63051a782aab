using EmailConsole.EmailProviders.Api.Answers;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Rest;
using EmailConsole.Rest.Server;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary>
/// <c>PUT …/email/{name}</c>: the whole sender, in one transaction; <c>PATCH</c>: what differs. Without <c>If-Match</c> the last
/// write wins.
/// </summary>
internal sealed class ReplaceSender(StoredProviders stored, EmailProviderWriter writer)
{
    public async Task<IResult> ReplaceAsync<TBody>(HttpContext http, RestCaller caller, string name, SenderVersion version)
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
        return await LastWrite.WinsAsync(http, async () =>
            await TryAsync(http, caller, name, request, await FindAsync(http, caller, name), version));
    }

    /// <summary>Version 2 alone.</summary>
    public async Task<IResult> MergeAsync(HttpContext http, RestCaller caller, string name)
    {
        if (TenantDomain.IsSuper(caller.TenantDomain))
        {
            return ServerMethods.NotAllowed(http, "GET");
        }

        var (patch, refusal) = await SenderPatch.ReadAsync(http.Request);
        return patch is null ? refusal! : await LastWrite.WinsAsync(http, async () =>
        {
            if (await FindAsync(http, caller, name) is not { } before)
            {
                return SenderErrors.NotFoundToUpdate(name);
            }

            var (request, fault) = patch.Apply(before.Own!);
            return request is null ? fault! : await TryAsync(http, caller, name, request, before, SenderVersion.V2);
        });
    }

    private async Task<OpenedProvider?> FindAsync(HttpContext http, RestCaller caller, string name) =>
        name == SenderName.System && await stored.OpenAsync(caller.TenantId, http.RequestAborted) is { Own: not null } opened ? opened : null;

    /// <returns>Null where somebody else wrote in between.</returns>
    private async Task<IResult?> TryAsync(
        HttpContext http, RestCaller caller, string name, SenderRequest sent, OpenedProvider? before, SenderVersion version)
    {
        var request = sent with { Sender = MaskedProperties.Keep(sent.Sender, before?.Written) };
        if (SenderFaults.Find(request) is { } fault)
        {
            return SenderErrors.Invalid([fault]);
        }

        if (before is null)
        {
            return SenderChecks.FindFault(request, stored: null, asksForSecrets: false) ?? SenderErrors.NotFoundToUpdate(name);
        }

        if (SenderFaults.FindLostKind(request, before.Row.Settings) is { } lost)
        {
            return SenderErrors.Invalid([lost]);
        }

        if (!http.MatchesIfMatch(before.Row.Version))
        {
            return SenderChecks.FindFault(request, before.Own, asksForSecrets: true) ?? LastWrite.PreconditionFailed;
        }

        return await writer.UpdateAsync(http.User, caller.TenantDomain, request.ToInput(before.Row.Settings), before, http.RequestAborted) switch
        {
            UpdateResult.Saved { Stored: { } now } => SenderAnswer.One(http, now, version),
            UpdateResult.Invalid invalid => SenderErrors.Invalid(invalid.Errors),
            UpdateResult.ChangedElsewhere => null,
            UpdateResult.Refused refused => SenderAnswer.Refused(refused.Decision),
            _ => ServerMethods.NotAllowed(http, "GET"),
        };
    }
}
