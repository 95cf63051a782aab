using EmailConsole.Outbox.History;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace EmailConsole.Deliveries.Components;

public sealed partial class DeliveriesView
{
    private readonly List<string> _sent = [];
    private string _seen = "";
    private bool _isOpenedHere;

    /// <summary>What is looked for comes back with its entry of the history.</summary>
    /// <returns>Whether it is something else than is shown.</returns>
    private bool TakeFromHistory()
    {
        var text = Navigation.HistoryEntryState ?? "";
        if (text == _seen)
        {
            return false;
        }

        _seen = text;
        if (_sent.Remove(text) || text == _text)
        {
            return false;
        }

        (_text, _find) = (text, FindText.Of(text));
        return true;
    }

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

    private void NavigateTo(string address, bool replaces = false)
    {
        if (_text != _seen)
        {
            _sent.Add(_text);
        }

        Navigation.NavigateTo(address, new NavigationOptions { ReplaceHistoryEntry = replaces, HistoryEntryState = _text });
    }

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
    private EventCallback Beside(int step) => Position is >= 0 and var at && _page is { } page && (at + step) is var to && to >= 0 && (to < page.Emails.Count || page.Next is not null)
        ? EventCallback.Factory.Create(this, () => OpenBesideAsync(to))
        : default;

    private async Task OpenBesideAsync(int to)
    {
        if (to == _page!.Emails.Count)
        {
            await OlderAsync();
            to = 0;
        }

        if (_page is { } page && to < page.Emails.Count)
        {
            Open(page.Emails[to].Id);
            await Js.InvokeVoidAsync("emailConsole.showField", $"row-{page.Emails[to].Id:N}");
        }
    }
}
