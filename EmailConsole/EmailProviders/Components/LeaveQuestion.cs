using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace EmailConsole.EmailProviders.Components;

/// <summary>Asks once whether a page may be left, however many of its parts have something that is not saved. One for each visitor.</summary>
internal sealed class LeaveQuestion(IDialogService dialogs)
{
    private Asked? _asked;

    /// <summary>Called by each of these parts before the same navigation.</summary>
    /// <param name="context">The navigation, which is prevented where the answer is no.</param>
    /// <param name="title">Of the question, where there is no other part.</param>
    /// <param name="lost">What would be lost, in a sentence.</param>
    public async Task AskAsync(LocationChangingContext context, string title, string lost)
    {
        if (_asked is { } other)
        {
            other.Lost.Add(lost);
            if (!await other.Leaves.Task)
            {
                context.PreventNavigation();
            }

            return;
        }

        var asked = _asked = new Asked([lost]);
        try
        {
            // The navigation goes to its parts one after the other, before anything else happens
            await Task.Yield();
        }
        finally
        {
            _asked = null;
        }

        var leaves = false;
        try
        {
            leaves = await dialogs.ShowMessageBoxAsync(
                asked.Lost.Count == 1 ? title : "Leave without saving?", string.Join(' ', asked.Lost), yesText: "Leave", cancelText: "Stay") == true;
        }
        finally
        {
            asked.Leaves.SetResult(leaves);
        }

        if (!leaves)
        {
            context.PreventNavigation();
        }
    }

    private sealed record Asked(List<string> Lost)
    {
        public TaskCompletionSource<bool> Leaves { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
