using System.Text.Json.Nodes;
using EmailConsole.EmailProviders.Api;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>Moves the sender of one tenant, or says what stands against it.</summary>
internal sealed class ImportSenders(PatientHttp http, ISecretPrompt prompt, TextWriter output, bool isDryRun)
{
    /// <returns>Whether nothing is left to do for the tenant.</returns>
    public async Task<bool> RunAsync(string tenant, ImportEnd from, ImportEnd to, CancellationToken cancellationToken = default)
    {
        if (TenantDomain.TryParse(tenant, out var domain, out _) && TenantDomain.IsSuper(domain))
        {
            await output.WriteLineAsync(
                $"{tenant}: not moved. The super tenant's email provider stands in deployment.toml: take its section [output_adapter.email] over.");
            return false;
        }

        try
        {
            var source = Open(tenant, from);
            var target = Open(tenant, to);
            var all = (await source.ListAsync(version: 1, cancellationToken))!;
            if (all.Count == 0)
            {
                await output.WriteLineAsync($"{tenant}: has no email sender of its own there; nothing to do.");
                return true;
            }

            var isNoneLeft = await NameOthersAsync(tenant, all);
            if (all.FirstOrDefault(IsSystems) is not { } first)
            {
                return false;
            }

            var second = await source.ListAsync(version: 2, cancellationToken);
            var foreign = new ForeignSender(first, second?.FirstOrDefault(IsSystems));
            var here = (await target.ListAsync(foreign.Version, cancellationToken))?.SingleOrDefault();
            return await MoveAsync(tenant, foreign, here, target, cancellationToken) && isNoneLeft;
        }
        catch (ImportException e)
        {
            await output.WriteLineAsync($"{tenant}: not moved. {e.Message}");
            return false;
        }
    }

    private SenderServerClient Open(string tenant, ImportEnd end) =>
        prompt.Ask(end.PasswordVariable, $"Password of {end.Username} at {end.Address}") is { Length: > 0 } password
            ? new SenderServerClient(http, end, tenant, password)
            : throw new ImportException($"There is no password for {end.Username}: set {end.PasswordVariable}, or run it at a terminal.");

    /// <returns>Whether there are none.</returns>
    private async Task<bool> NameOthersAsync(string tenant, IReadOnlyList<JsonObject> senders)
    {
        var others = senders.Where(sender => !IsSystems(sender)).ToList();
        foreach (var other in others)
        {
            await output.WriteLineAsync(
                $"{tenant}: {other["name"]} is not moved. A tenant has one email sender here, {SenderName.System}; "
                    + "where its mail is to leave by that one, enter its values in the console.");
        }

        return others.Count == 0;
    }

    private async Task<bool> MoveAsync(
        string tenant, ForeignSender foreign, JsonObject? here, SenderServerClient target, CancellationToken cancellationToken)
    {
        var body = foreign.ToBody();
        var obstacle = foreign.IsHttp
            ? foreign.LacksHttpSecret && here is null ? "To be entered in the console, as Custom HTTP: the secret, which no API gives out, beside these values:" : null
            : foreign.IsClientCredential ? "To be entered in the console: the client secret, which no API gives out, beside these values:"
            : foreign.LacksPassword && here is null ? "To be entered in the console: the password, which the server does not give out, beside these values:"
            : null;
        var lines = SenderDifference.Lines(here, body).ToList();
        if (obstacle is not null)
        {
            await WriteAsync($"{tenant}: not moved. {obstacle}", lines);
            return false;
        }

        if (isDryRun)
        {
            await WriteAsync($"{tenant}: would {(here is null ? "add" : "replace")} {foreign.Name}.", lines);
            return true;
        }

        if (await target.WriteAsync(body, here is null ? null : SenderName.System, foreign.Version, cancellationToken) is { } objection)
        {
            throw new ImportException(objection);
        }

        await WriteAsync($"{tenant}: {(here is null ? "added" : "replaced")} {foreign.Name}.", lines);
        return true;
    }

    private async Task WriteAsync(string headline, IEnumerable<string> lines)
    {
        await output.WriteLineAsync(headline);
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
    }

    private static bool IsSystems(JsonObject sender) => sender["name"]?.ToString() is null or SenderName.System;
}
