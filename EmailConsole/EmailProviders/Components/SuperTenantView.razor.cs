using System.Globalization;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders.SuperTenant;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.EmailProviders.Components;

/// <summary>The super tenant's provider as its file says it, kept in step with the file.</summary>
public sealed partial class SuperTenantView : IDisposable
{
    private const int MaxSaid = 80;

    private SuperTenantProviderState _state = default!;
    private IDisposable? _subscription;
    private IDisposable? _files;

    /// <summary>One of them is to be tested.</summary>
    [Parameter]
    public EventCallback<StoredEmailProvider> OnTest { get; set; }

    [Inject]
    private ISuperTenantProvider Provider { get; set; } = default!;

    [Inject]
    private NodeFiles Files { get; set; } = default!;

    // What stands beside no value: of another line, or of a value that could not be read
    private IReadOnlyList<DeploymentDiagnostic> FurtherWarnings =>
        [.. _state.OfFirst.Where(d => d.Severity == DeploymentSeverity.Warning && !_state.Values.Any(v => IsOf(v, d)))];

    /// <summary>The values are of an earlier reading than the diagnostics: their lines may have moved since.</summary>
    private bool ShowsOlder => _state is { IsBroken: true, InForce: not null };

    private List<SuperTenantStandby> LeftOut => [.. _state.Standbys.Where(s => s.Provider is null)];

    public void Dispose()
    {
        _subscription?.Dispose();
        _files?.Dispose();
    }

    protected override void OnInitialized()
    {
        _subscription = Provider.Subscribe(changed => _ = InvokeAsync(() =>
        {
            _state = changed;
            StateHasChanged();
        }));
        _files = Files.Subscribe(difference => _ = InvokeAsync(StateHasChanged));
        _state = Provider.Current;
    }

    private IReadOnlyList<DeploymentDiagnostic> Of(SuperTenantValue value) =>
        [.. _state.OfFirst.Where(d => IsOf(value, d)).Select(d => d with { Message = Beside(d) })];

    private bool IsOf(SuperTenantValue value, DeploymentDiagnostic diagnostic) => ShowsOlder
        ? IsNamed(value, diagnostic)
        : value.Line is { } line && line == diagnostic.Line;

    /// <summary>What stands in the row is not what the error speaks of, hence its line and the refused value are said.</summary>
    private string Beside(DeploymentDiagnostic diagnostic)
    {
        if (!ShowsOlder)
        {
            return diagnostic.Message;
        }

        var line = string.Create(CultureInfo.InvariantCulture, $"line {diagnostic.Line}");
        var refused = diagnostic.Severity == DeploymentSeverity.Error
            ? _state.Rejected.FirstOrDefault(v => v.Line == diagnostic.Line && IsNamed(v, diagnostic))
            : null;
        return refused is null ? $"{line}: {diagnostic.Message}"
            : $"{line}: {refused.Key[(refused.Key.LastIndexOf('.') + 1)..]}{Said(refused)} is not used: {diagnostic.Message}";
    }

    private static string Said(SuperTenantValue value)
    {
        return value.IsSecret || value.Written is not { } text ? "" : $" = {(text.Length > MaxSaid ? text[..MaxSaid] + "…" : text)}";
    }

    /// <summary>A custom property is named by its JavaMail name alone, an error by the whole key.</summary>
    private static bool IsNamed(SuperTenantValue value, DeploymentDiagnostic diagnostic) =>
        diagnostic.Key is { } key && (key == value.Key || key == $"{EmailKeys.NameOf(EmailKeys.CustomProperties)}.{value.Key}");
}
