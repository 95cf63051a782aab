using System.Security.Claims;
using EmailConsole.Accounts;
using EmailConsole.Accounts.Invitations;
using EmailConsole.Accounts.People;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using EmailConsole.Tests.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Accounts.People;

public sealed class AddPersonTests : IAsyncLifetime
{
    private readonly FakeInvitationMail _mail = new();
    private AccountsBed _bed = default!;
    private ClaimsPrincipal _person = default!;

    public Task InitializeAsync() => OpenAsync(TestDatabase.Usual);

    private async Task OpenAsync(DatabaseKind kind)
    {
        _bed = await AccountsBed.CreateAsync(replace: services => services.AddSingleton<IInvitationMail>(_mail), kind: kind);
        await _bed.AddTenantAsync("foo.com");
        _person = await _bed.SignInAsync(await _bed.AddAccountAsync("admin@foo.com"));
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData("alice", "alice@foo.com")]
    [InlineData(" alice ", "alice@foo.com")]
    [InlineData("alice@foo.com", "alice@foo.com")]
    [InlineData("alice@example.org", "alice@example.org@foo.com")]
    public async Task Handle_PasswordTyped_ThePersonSignsInUnderTheFullName(string typed, string username)
    {
        var result = await AddAsync(typed, null, new Credential.Chosen(AccountsBed.Password));

        Assert.Equal(username, Assert.IsType<PersonResult.Done>(result).Username);
        Assert.IsType<SignInOutcome.Accepted>(await _bed.Get<SignInByPassword>().HandleAsync(username, AccountsBed.Password, SignInOrigin.Unknown(null), default));
    }

    [Fact]
    public async Task Handle_Generated_ShowsAPasswordThatWorks()
    {
        var result = await AddAsync("alice", null, new Credential.Generated());

        var password = Assert.IsType<IssuedCredential.Password>(Assert.IsType<PersonResult.Done>(result).Issued).Text;
        Assert.IsType<SignInOutcome.Accepted>(await _bed.Get<SignInByPassword>().HandleAsync("alice@foo.com", password, SignInOrigin.Unknown(null), default));
    }

    [Theory]
    [InlineData("alice", "alice@example.org", "alice@example.org")]
    [InlineData("alice@example.org", null, "alice@example.org")]
    [InlineData("alice", "", null)]
    public async Task Handle_Email_IsStored(string user, string? typed, string? stored)
    {
        await AddAsync(user, typed, new Credential.Link());

        await using var db = await _bed.OpenDbAsync();
        Assert.Equal(stored, (await db.Set<Account>().SingleAsync(a => a.UserName!.StartsWith("alice"))).Email);
    }

    [Theory]
    [InlineData("", null, "User")]
    [InlineData("al ice", null, "User")]
    [InlineData("alice", "not an address", "Email")]
    [InlineData("alice", "a@b.example, c@d.example", "Email")]
    [InlineData("alice", "a@b.example\r\nBcc: x", "Email")]
    [InlineData("alice", "Alice <a@b.example>", "Email")]
    public async Task Handle_UnusableInput_NamesTheField(string user, string? email, string field)
    {
        var result = await AddAsync(user, email, new Credential.Link());

        Assert.Equal(field, Assert.Single(Assert.IsType<PersonResult.Invalid>(result).Problems).Field);
    }

    [Fact]
    public async Task Handle_WeakPassword_NamesTheField()
    {
        var result = await AddAsync("alice", null, new Credential.Chosen("password1234"));

        Assert.Equal("Password", Assert.Single(Assert.IsType<PersonResult.Invalid>(result).Problems).Field);
    }

    [Fact]
    public async Task Handle_NameTaken_SaysSo()
    {
        await AddAsync("alice", null, new Credential.Link());

        var again = await AddAsync("ALICE", null, new Credential.Link());

        Assert.Contains("already", Assert.Single(Assert.IsType<PersonResult.Invalid>(again).Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Handle_SameNameAtTheSameMoment_IsAddedOnce(DatabaseKind kind)
    {
        await UseAsync(kind);

        var results = await _bed.RaceAsync(5, (node, _) => AddAsync(node, "alice", null, new Credential.Link()));

        Assert.Single(results, result => result is PersonResult.Done);
        Assert.Equal(4, results.Count(result => result is PersonResult.Invalid));
    }

    [Fact]
    public async Task Handle_MailedLink_GoesToThePersonAndIsNotShown()
    {
        var result = await AddAsync("alice", "alice@example.org", new Credential.MailedLink(new Uri("https://console.example.org/")));

        Assert.Equal(new IssuedCredential.Mailed("alice@example.org"), Assert.IsType<PersonResult.Done>(result).Issued);
        var sent = Assert.Single(_mail.Sent);
        Assert.StartsWith("https://console.example.org/invitation?account=", sent.Link.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"&token={sent.Secret}", sent.Link.ToString(), StringComparison.Ordinal);
        Assert.Equal(("foo.com", "alice@example.org", "alice@foo.com", "admin@foo.com"), (sent.TenantDomain, sent.Recipient, sent.Username, sent.InvitedBy));
        Assert.DoesNotContain(sent.Secret, sent.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_MailNotAccepted_SaysWhyAndGivesTheLink()
    {
        _mail.Problem = "There is no email provider.";

        var result = await AddAsync("alice", "alice@example.org", new Credential.MailedLink(new Uri("https://console.example.org/")));

        var issued = Assert.IsType<IssuedCredential.NotMailed>(Assert.IsType<PersonResult.Done>(result).Issued);
        Assert.Equal("There is no email provider.", issued.Reason);
        Assert.EndsWith(issued.ToHandOver.Path, Assert.Single(_mail.Sent).Link.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_MailedLinkInAnInactiveTenant_MailsNothingAndGivesTheLink()
    {
        var super = await _bed.SignInSuperAsync();
        await using (var db = await _bed.OpenDbAsync())
        {
            await db.Set<Tenant>().Where(t => t.Domain == "foo.com").ExecuteUpdateAsync(set => set.SetProperty(t => t.IsActive, false));
        }

        var result = await _bed.Get<AddPerson>().HandleAsync(
            super,
            "foo.com",
            new NewPerson("alice", "alice@example.org", ActorRole.Operator, new Credential.MailedLink(new Uri("https://console.example.org/"))),
            default);

        Assert.Contains("deactivated", Assert.IsType<IssuedCredential.NotMailed>(Assert.IsType<PersonResult.Done>(result).Issued).Reason, StringComparison.Ordinal);
        Assert.Empty(_mail.Sent);
    }

    [Fact]
    public async Task Handle_MailedLinkWithoutAddress_NamesTheField()
    {
        var result = await AddAsync("alice", null, new Credential.MailedLink(new Uri("https://console.example.org/")));

        Assert.Equal("Email", Assert.Single(Assert.IsType<PersonResult.Invalid>(result).Problems).Field);
    }

    [Fact]
    public async Task Handle_ByAnOperator_IsDenied()
    {
        var @operator = await _bed.SignInAsync(await _bed.AddAccountAsync("operator@foo.com", ActorRole.Operator));

        Assert.IsType<PersonResult.Denied>(await _bed.Get<AddPerson>().HandleAsync(
            @operator, "foo.com", new NewPerson("alice", null, ActorRole.Administrator, new Credential.Link()), default));
    }

    private async Task UseAsync(DatabaseKind kind)
    {
        if (_bed.Kind != kind)
        {
            await _bed.DisposeAsync();
            await OpenAsync(kind);
        }
    }

    private Task<PersonResult> AddAsync(string user, string? email, Credential credential) => AddAsync(_bed, user, email, credential);

    private Task<PersonResult> AddAsync(AccountsBed node, string user, string? email, Credential credential) =>
        node.Get<AddPerson>().HandleAsync(_person, "foo.com", new NewPerson(user, email, ActorRole.Operator, credential), default);
}
