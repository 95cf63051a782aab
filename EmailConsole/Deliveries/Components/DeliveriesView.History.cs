using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace EmailConsole.Deliveries.Components;

public sealed partial class DeliveriesView
{
    private bool _isOpenedHere;

    private void GoTo(DeliveriesQuery query)
    {
        // An open story stays open over an entry of its own, and closing it must not take the filter back
        _isOpenedHere = false;
        NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["state"] = query.State,
            ["last"] = query.Last,
            ["from"] = query.From,
            ["to"] = query.To,
            ["cause"] = query.Cause,
            ["tenants"] = query.Tenants,
        }));
    }

    private void NavigateTo(string address, bool replaces = false) =>
        Navigation.NavigateTo(address, new NavigationOptions { ReplaceHistoryEntry = replaces, HistoryEntryState = _search.Send() });

    // The first one is an entry of its own, so that Back leads to the list as it was; from one to another the entry stays
    private void Open(Guid id)
    {
        var replaces = Message is not null;
        _isOpenedHere |= !replaces;
        NavigateTo(Navigation.GetUriWithQueryParameter("message", id.ToString("N")), replaces);
    }

    private async Task CloseAsync()
    {
        var row = $"row-{Message:N}";
        if (_isOpenedHere)
        {
            _isOpenedHere = false;
            await Js.InvokeVoidAsync("history.back");
        }
        else
        {
            NavigateTo(Navigation.GetUriWithQueryParameter("message", (string?)null), replaces: true);
        }

        await Js.InvokeVoidAsync("emailConsole.focusField", row);
    }

    /// <summary>Opens the message above or below, also where it is on the next page.</summary>
    private EventCallback Beside(int step) => Position is >= 0 and var at && Page is { } page && (at + step) is var to && to >= 0 && (to < page.Emails.Count || page.Next is not null)
        ? EventCallback.Factory.Create(this, () => OpenBesideAsync(to))
        : default;

    private async Task OpenBesideAsync(int to)
    {
        if (to == Page!.Emails.Count)
        {
            await OlderAsync();
            to = 0;
        }

        if (Page is { } page && to < page.Emails.Count)
        {
            Open(page.Emails[to].Id);
            await Js.InvokeVoidAsync("emailConsole.showField", $"row-{page.Emails[to].Id:N}");
        }
    }
}
