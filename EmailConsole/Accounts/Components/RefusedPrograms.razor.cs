using EmailConsole.Accounts.ApiKeys;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Accounts.Components;

/// <summary>Mail that is not among the deliveries, since the program that wanted to hand it over was refused.</summary>
public sealed partial class RefusedPrograms
{
    private IReadOnlyList<RefusedProgram> _programs = [];

    [Parameter, EditorRequired]
    public string TenantDomain { get; set; } = "";

    [Inject]
    private ViewRefusals View { get; set; } = default!;

    [Inject]
    private ILogger<RefusedPrograms> Logger { get; set; } = default!;

    private string Words => $"{RefusalWords.Of(_programs, Time.GetUtcNow())}. What was refused and not sent again is not among these deliveries.";

    protected override TimeSpan Interval => TimeSpan.FromSeconds(30);

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task LookAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        try
        {
            _programs = await View.ListAsync((await Authentication).User, TenantDomain, Gone) ?? [];
        }
        catch (Exception) when (Gone.IsCancellationRequested)
        {
            // The page is left
        }
        catch (Exception e)
        {
            // The deliveries below are of use without it
            LogNotRead(Logger, e, TenantDomain);
        }
    }

    [LoggerMessage(LogLevel.Error, "What programs of {TenantDomain} were refused could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception exception, string tenantDomain);
}
