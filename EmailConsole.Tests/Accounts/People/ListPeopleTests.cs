using EmailConsole.Accounts.People;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Accounts.People;

public sealed class ListPeopleTests : IAsyncLifetime
{
    private AccountsBed _bed = default!;
    private System.Security.Claims.ClaimsPrincipal _person = default!;

    public async Task InitializeAsync()
    {
        _bed = await AccountsBed.CreateAsync();
        await _bed.AddTenantAsync("foo.com");
        await _bed.AddTenantAsync("bar.com");
        _person = await _bed.SignInAsync(await _bed.AddAccountAsync("admin@foo.com"));
        await _bed.AddAccountAsync("bob@foo.com", ActorRole.Operator, password: null);
        await _bed.AddAccountAsync("Älice@foo.com", ActorRole.Operator);
        await _bed.AddAccountAsync("admin@bar.com");
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Handle_OwnTenant_ListsItsPeopleOnly()
    {
        var list = await ListAsync(null);

        Assert.Equal(["admin@foo.com", "bob@foo.com", "Älice@foo.com"], list!.Rows.Select(row => row.Username));
        Assert.Equal(3, list.Total);
    }

    [Theory]
    [InlineData("BOB", 1)]
    [InlineData("älice", 1)]
    [InlineData("foo.com", 3)]
    [InlineData("bar", 0)]
    [InlineData("%", 0)]
    [InlineData("_", 0)]
    public async Task Handle_Search_FindsPartsAndNoPatterns(string search, int found) =>
        Assert.Equal(found, (await ListAsync(search))!.Total);

    [Fact]
    public async Task Handle_SecondPage_ListsTheRest()
    {
        var list = await _bed.Get<ListPeople>().HandleAsync(_person, "foo.com", null, 1, 2, default);

        Assert.Equal((1, 3), (list!.Rows.Count, list.Total));
    }

    [Theory]
    [InlineData("bar.com")]
    [InlineData("unknown.com")]
    public async Task Handle_AnotherTenant_AnswersNull(string domain) =>
        Assert.Null(await _bed.Get<ListPeople>().HandleAsync(_person, domain, null, 0, 25, default));

    private Task<PersonList?> ListAsync(string? search) => _bed.Get<ListPeople>().HandleAsync(_person, "foo.com", search, 0, 25, default);
}
