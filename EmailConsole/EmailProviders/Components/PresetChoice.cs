using System.Globalization;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.EmailProviders.Components;

/// <summary>Fills a form with what is known about a provider. Addresses and secrets that were typed stay.</summary>
public static class PresetChoice
{
    /// <summary>What was typed by hand and would be replaced: the labels with the values.</summary>
    public static IReadOnlyList<string> FindLosses(EmailProviderDraft draft, ProviderPreset? preset)
    {
        if (preset is null)
        {
            return [];
        }

        return
        [
            .. IsOwnHost(draft, preset) ? [$"Server Host {draft.Host.Trim()}"] : Array.Empty<string>(),
            .. IsOwnUsername(draft, preset) ? [$"Username {draft.Username.Trim()}"] : Array.Empty<string>(),
        ];
    }

    /// <param name="draft">The form.</param>
    /// <param name="preset">Null: a server of one's own; everything stays as it is.</param>
    public static void Apply(EmailProviderDraft draft, ProviderPreset? preset)
    {
        var before = ProviderPresets.Find(draft.Preset);
        var limits = LimitsOf(draft);
        draft.Kind = ProviderKinds.Smtp;
        draft.Preset = preset?.Id;
        ForgetFixedUsername(draft, before, preset);
        if (preset is null)
        {
            return;
        }

        if (!preset.Hosts.Any(h => IsSame(h.Host, draft.Host)))
        {
            draft.Host = preset.Hosts[0].Host;
        }

        if (!preset.Ports.Any(p => IsPort(draft, p)))
        {
            draft.Port = preset.Ports[0].Port.ToString(CultureInfo.InvariantCulture);
            draft.Encryption = preset.Ports[0].Encryption;
            draft.AcceptsClearTextCredentials = false;
        }

        ApplyCredentials(draft, before?.Credentials, preset.Credentials);
        ApplyLimits(draft, limits, preset.Limits);
    }

    /// <summary>Chooses a kind other than SMTP; what is in the fields of the other kinds stays there.</summary>
    public static void ApplyKind(EmailProviderDraft draft, IProviderKind kind)
    {
        var limits = LimitsOf(draft);
        draft.Preset = null;
        draft.Kind = kind.Name;
        foreach (var field in kind.Fields.Where(f => draft.TextOf(f.Name).Trim().Length == 0))
        {
            draft.Type(field.Name, kind.Defaults[field.Value!] ?? "");
        }

        ApplyLimits(draft, limits, kind.Limits);
    }

    private static PresetLimits? LimitsOf(EmailProviderDraft draft) => ProviderKinds.Find(draft.Kind)?.Limits ?? ProviderPresets.Find(draft.Preset)?.Limits;

    private static void ApplyCredentials(EmailProviderDraft draft, PresetCredentials? before, PresetCredentials credentials)
    {
        draft.AuthenticationType = credentials.AuthenticationType;
        draft.Username = credentials.FixedUsername ?? draft.Username;
        draft.TokenEndpoint = Suggest(draft.TokenEndpoint, before?.TokenEndpoint, credentials.TokenEndpoint);
        draft.Scopes = Suggest(draft.Scopes, before?.Scopes, credentials.Scopes);
    }

    private static void ApplyLimits(EmailProviderDraft draft, PresetLimits? before, PresetLimits? limits)
    {
        string Fill(string typed, Func<PresetLimits, int?> limit) => Suggest(
            typed, SettingsFields.Text(before is null ? null : limit(before)), SettingsFields.Text(limits is null ? null : limit(limits)));

        draft.MaxConnections = Fill(draft.MaxConnections, l => l.Connections);
        draft.MessagesPerMinute = Fill(draft.MessagesPerMinute, l => l.MessagesPerMinute);
        draft.MessagesPerConnection = Fill(draft.MessagesPerConnection, l => l.MessagesPerConnection);
    }

    // A suggestion of the provider before gives way, what was typed does not
    private static string Suggest(string typed, string? before, string? suggestion) =>
        typed.Trim().Length == 0 || typed == before ? suggestion ?? "" : typed;

    private static void ForgetFixedUsername(EmailProviderDraft draft, ProviderPreset? before, ProviderPreset? after)
    {
        if (before?.Credentials.FixedUsername is { } name && draft.Username == name && after?.Credentials.FixedUsername is null)
        {
            draft.Username = "";
        }
    }

    private static bool IsOwnHost(EmailProviderDraft draft, ProviderPreset preset) =>
        draft.Host.Trim().Length > 0
        && !preset.Hosts.Concat(ProviderPresets.Find(draft.Preset)?.Hosts ?? []).Concat(ProviderPresets.All.SelectMany(p => p.Hosts)).Any(h => IsSame(h.Host, draft.Host));

    private static bool IsOwnUsername(EmailProviderDraft draft, ProviderPreset preset) =>
        draft.Username.Trim().Length > 0
        && preset.Credentials.FixedUsername is { } name
        && !ProviderPresets.All.Select(p => p.Credentials.FixedUsername).Append(name).Contains(draft.Username.Trim(), StringComparer.Ordinal);

    private static bool IsPort(EmailProviderDraft draft, PresetPort port) =>
        draft.Port.Trim() == port.Port.ToString(CultureInfo.InvariantCulture) && draft.Encryption == port.Encryption;

    private static bool IsSame(string host, string typed) => string.Equals(host, typed.Trim(), StringComparison.OrdinalIgnoreCase);
}
