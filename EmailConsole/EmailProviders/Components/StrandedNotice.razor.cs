using System.Globalization;
using EmailConsole.EmailProviders.Editing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.EmailProviders.Components;

/// <summary>Before a tenant's last provider goes: the mail that waits and that the super tenant's would not send.</summary>
public sealed partial class StrandedNotice : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private StrandedMail? _stranded;
    private bool _isUnknown;

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private IRevertPreview Preview { get; set; } = default!;

    [Inject]
    private ILogger<StrandedNotice> Logger { get; set; } = default!;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _stranded = await Preview.FindAsync((await Authentication).User, TenantDomain, _closed.Token);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // Answered before it was found out
        }
        catch (Exception e)
        {
            LogNotFound(Logger, e, TenantDomain);
            _isUnknown = true;
        }
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    [LoggerMessage(LogLevel.Error, "Whether mail of {TenantDomain} waits that the super tenant's provider would not send could not be found out")]
    private static partial void LogNotFound(ILogger logger, Exception exception, string tenantDomain);
}
