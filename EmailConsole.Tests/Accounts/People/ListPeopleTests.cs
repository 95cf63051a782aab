using EmailConsole.Accounts;
using EmailConsole.Accounts.People;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

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

    [Theory]
    [InlineData(null, true, ActorRole.Administrator, false, nameof(NoticesByMail.NoAddress))]
    [InlineData("a@mail.example", false, ActorRole.Administrator, false, nameof(NoticesByMail.NoAddress))]
    [InlineData("a@mail.example", true, ActorRole.Operator, false, nameof(NoticesByMail.NoAddress))]
    [InlineData("a@mail.example", true, ActorRole.Administrator, true, nameof(NoticesByMail.TurnedOff))]
    [InlineData("a@mail.example", true, ActorRole.Administrator, false, nameof(NoticesByMail.Mailed))]
    public async Task Handle_OneWhoMayBeMailed_SaysWhetherAnybodyIs(string? email, bool isActive, ActorRole role, bool isWithoutNotices, string expected)
    {
        var second = await _bed.AddAccountAsync("second@foo.com", role, isActive: isActive);
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<Account>().Where(a => a.Id == second.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, email).SetProperty(a => a.IsWithoutNotices, isWithoutNotices));
        }

        Assert.Equal(expected, (await ListAsync("nobody"))!.Notices.ToString());
    }

    private Task<PersonList?> ListAsync(string? search) => _bed.Get<ListPeople>().HandleAsync(_person, "foo.com", search, 0, 25, default);
}
