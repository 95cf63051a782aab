using EmailConsole.Deployment;
using EmailConsole.EmailProviders.SuperTenant;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.EmailProviders.Components;

/// <summary>The super tenant's provider as its file says it, kept in step with the file.</summary>
public sealed partial class SuperTenantView : IDisposable
{
    private SuperTenantProviderState _state = default!;
    private IDisposable? _subscription;

    [Inject]
    private ISuperTenantProvider Provider { get; set; } = default!;

    // What stands beside no value: of another line, or of a value that could not be read
    private IReadOnlyList<DeploymentDiagnostic> FurtherWarnings =>
        [.. _state.Diagnostics.Where(d => d.Severity == DeploymentSeverity.Warning && !_state.Values.Any(v => v.Line == d.Line))];

    public void Dispose() => _subscription?.Dispose();

    protected override void OnInitialized()
    {
        _subscription = Provider.Subscribe(changed => _ = InvokeAsync(() =>
        {
            _state = changed;
            StateHasChanged();
        }));
        _state = Provider.Current;
    }

    private IReadOnlyList<DeploymentDiagnostic> Of(SuperTenantValue value) =>
        value.Line is { } line ? [.. _state.Diagnostics.Where(d => d.Line == line)] : [];
}
