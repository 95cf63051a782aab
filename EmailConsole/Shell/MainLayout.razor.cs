using EmailConsole.Shell.Navigation;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace EmailConsole.Shell;

/// <summary>The frame around every page: bar, navigation, and the strip that says in whose tenant one acts.</summary>
public sealed partial class MainLayout : IDisposable
{
    // Of the browser's tab; who may act where is asked for whatever stands there

    private bool _drawerIsOpen = true;
    private Place? _place;
    private PageReader? _reader;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private PlaceFinder Places { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    // A fragment alone would lead to the base address, not to this page
    private string SkipLink => $"{Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0]}#content";

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    protected override Task OnParametersSetAsync() => FindPlaceAsync();

    private async Task FindPlaceAsync()
    {
        var state = await Authentication;
        var path = Navigation.ToBaseRelativePath(Navigation.Uri);

        // A page of no tenant's leaves one where one was, also where it is loaded anew
        var before = _place?.Domain ?? (PlaceFinder.TenantOf(path) is null ? await Js.InvokeAsync<string?>("emailConsole.actingIn.find") : null);
        _place = await Places.FindAsync(state.User, path, before, CancellationToken.None);
        if (_place is { Actor.IsPlatformAdministrator: true } place && place.Domain != before)
        {
            await Js.InvokeVoidAsync("emailConsole.actingIn.keep", place.Domain);
        }

        _reader = _place is null ? null : new PageReader(_place.Domain, _place.Actor.IsPlatformAdministrator, _place.Actor.Role == ActorRole.Administrator);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(async () =>
    {
        try
        {
            await FindPlaceAsync();
            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    });
}
