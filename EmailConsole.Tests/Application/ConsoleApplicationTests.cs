using EmailConsole.Accounts;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Application;

public sealed class ConsoleApplicationTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Fact]
    public async Task Start_NewHome_CreatesTheDatabaseInIt()
    {
        await using var db = await console.OpenDbAsync();

        Assert.True(File.Exists(Path.Combine(console.HomeFolder, "data", "emailconsole.db")));
    }

    [Theory]
    [InlineData("console.css")]
    [InlineData("_content/MudBlazor/MudBlazor.min.css")]
    [InlineData("_framework/blazor.web.js")]
    public async Task Get_StaticFile_IsServedWithContent(string path)
    {
        using var client = console.CreateBareClient();

        Assert.NotEmpty(await client.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
    }

    [Fact]
    public async Task AddPerson_Twice_KeepsOne()
    {
        var admin = await console.AddTenantAsync("twice.example");

        var first = await console.AddPersonAsync("twice.example", "operator", ActorRole.Operator);
        var second = await console.AddPersonAsync("twice.example", "operator", ActorRole.Operator);

        Assert.Equal(first, second);
        await using var db = await console.OpenDbAsync();
        var names = db.Set<Account>().Where(a => a.UserName!.EndsWith("@twice.example")).Select(a => a.UserName);
        Assert.Equal([admin.Username, first.Username], await names.Order().ToListAsync());
    }
}
