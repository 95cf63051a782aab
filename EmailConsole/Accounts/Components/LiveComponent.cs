using EmailConsole.Persistence;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace EmailConsole.Accounts.Components;

/// <summary>
/// A component that looks again and again, while it is shown, whether something has changed. Where the database does not answer it shows what it has
/// seen before: what is typed around it stays.
/// </summary>
public abstract partial class LiveComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private ITimer? _timer;
    private bool _isLooking;
    private bool _isFailing;

    protected LiveComponent() => Gone = _gone.Token;

    [CascadingParameter]
    protected Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private ILogger<LiveComponent> Log { get; set; } = default!;

    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>Between two looks.</summary>
    protected virtual TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <summary>Cancelled when the component is shown no longer.</summary>
    protected CancellationToken Gone { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer?.Dispose();
            _gone.Cancel();
            _gone.Dispose();
        }
    }

    protected override void OnInitialized() => _timer = Time.CreateTimer(_ => _ = InvokeAsync(LookNowAsync), null, Interval, Interval);

    /// <summary>Never while another look is going on.</summary>
    protected abstract Task LookAsync();

    /// <summary>Looks, and bears it where the database fails.</summary>
    protected async Task LookNowAsync()
    {
        if (_isLooking || Gone.IsCancellationRequested)
        {
            return;
        }

        _isLooking = true;
        try
        {
            await LookAsync();
            _isFailing = false;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // It is shown no longer
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            if (!_isFailing)
            {
                // Once, and not with each look: many pages are open
                _isFailing = true;
                LogNotSeen(Log, e);
            }
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
        finally
        {
            _isLooking = false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database failed a part of a page, which stays as it is until the database answers")]
    private static partial void LogNotSeen(ILogger logger, Exception exception);
}
