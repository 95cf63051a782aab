using Microsoft.AspNetCore.Components;

namespace EmailConsole.Accounts.Components;

/// <summary>A component with menus whose actions ask something first.</summary>
public abstract class MenuComponent : ComponentBase
{
    /// <summary>Starts an action of a menu, which would stay open behind its dialog for as long as it waited for the end.</summary>
    protected void Start(Func<Task> action) => _ = RunAsync(action);

    private async Task RunAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}
