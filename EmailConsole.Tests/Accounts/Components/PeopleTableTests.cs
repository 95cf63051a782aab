using System.Security.Claims;
using Bunit;
using EmailConsole.Accounts;
using EmailConsole.Accounts.Components;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.People;
using EmailConsole.Accounts.TenantManagement;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace EmailConsole.Tests.Accounts.Components;

/// <summary>The list of people without a browser, over a database of its own.</summary>
public sealed class PeopleTableTests : IAsyncLifetime
{
    private readonly BunitContext _page = new();
    private AccountsBed _bed = default!;
    private ClaimsPrincipal _person = default!;

    public async Task InitializeAsync()
    {
        _bed = await AccountsBed.CreateAsync();
        await _bed.AddTenantAsync("foo.com");
        _person = await _bed.SignInAsync(await _bed.AddAccountAsync("admin@foo.com"));
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices();
        _page.Services.AddSingleton<TimeProvider>(_bed.Time);
        _page.Services.AddSingleton(_bed.Get<ListPeople>());
        _page.Services.AddSingleton(_bed.Get<ChangePeople>());
        _page.Services.AddSingleton(_bed.Get<AddPerson>());
        _page.Services.AddSingleton(_bed.Get<AddTenant>());
        _page.Services.AddSingleton(_bed.Get<ConsoleAddress>());
        _page.Services.AddSingleton(_bed.Get<InvitationDelivery>());
        _page.Render<MudPopoverProvider>();
    }

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await _bed.DisposeAsync();
    }

    [Theory]
    [InlineData(null, false, "Nobody here gets notices by mail: no active administrator has an email address.")]
    [InlineData("admin@foo.com", true, "Nobody here gets notices by mail: every administrator with an email address has turned them off.")]
    public async Task Notices_NobodyIsMailed_WarnsAndSaysWhy(string? email, bool isWithoutNotices, string words)
    {
        await SetAsync(email, isWithoutNotices);

        var people = Render();

        people.WaitForAssertion(() => Assert.Equal(words, people.Find(".people-notices .mud-alert-message").TextContent.Trim()));
    }

    [Fact]
    public async Task Notices_SomebodyIsMailed_WarnsOfNothing()
    {
        await SetAsync("admin@foo.com", isWithoutNotices: false);

        var people = Render();

        people.WaitForElement(".person-username");
        Assert.Empty(people.FindAll(".people-notices"));
    }

    [Fact]
    public async Task Add_Email_SaysThatNoticesGoThere()
    {
        var dialogs = _page.Render<MudDialogProvider>();
        var parameters = new DialogParameters<AddPersonDialog> { { d => d.TenantDomain, "foo.com" } };
        await dialogs.InvokeAsync(() => _page.Services.GetRequiredService<IDialogService>().ShowAsync<AddPersonDialog>("Add person", parameters, ConsoleDialog.Options));

        dialogs.WaitForAssertion(() => Assert.Contains("Where notices to administrators go, and test emails by default. May be empty.", dialogs.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AddTenant_Email_SaysThatNoticesGoThere()
    {
        var dialogs = _page.Render<MudDialogProvider>();
        var parameters = new DialogParameters<AddTenantDialog> { { d => d.ProviderHref, domain => domain } };
        await dialogs.InvokeAsync(() => _page.Services.GetRequiredService<IDialogService>().ShowAsync<AddTenantDialog>("Add tenant", parameters, ConsoleDialog.Options));

        dialogs.WaitForAssertion(() => Assert.Contains("Where notices go, and test emails by default.", dialogs.Markup, StringComparison.Ordinal));
    }

    private async Task SetAsync(string? email, bool isWithoutNotices)
    {
        await using var db = await _bed.OpenDbAsync();
        await db.Set<Account>().ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, email).SetProperty(a => a.IsWithoutNotices, isWithoutNotices));
    }

    private IRenderedComponent<PeopleTable> Render() => _page.Render<PeopleTable>(p => p
        .Add(t => t.TenantDomain, "foo.com")
        .AddCascadingValue(Task.FromResult(new AuthenticationState(_person))));
}
