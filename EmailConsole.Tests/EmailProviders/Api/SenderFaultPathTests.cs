using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.EmailProviders.Api;

/// <summary>A body in the wrong format is answered with the path of every member that is to blame.</summary>
public sealed class SenderFaultPathTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private const string Base = "Provided request body content is not in the expected format.";

    [Theory]
    [InlineData("""{"fromAddress":"a@foo.com","properties":[{"mail.smtp.signature":"Foo","key":"mail.smtp.starttls.enable","value":true}]}""",
        "properties[0].mail.smtp.signature: there is no such member.")]
    [InlineData("""{"fromAddress":"a@foo.com","colour":"red"}""", "colour: there is no such member.")]
    [InlineData("""{"fromAddress":"a@foo.com","FromAddress":"b"}""", "FromAddress: there is no such member.")]
    [InlineData("""{"fromAddress":{"a":1}}""", "fromAddress: its value is of the wrong type.")]
    [InlineData("""{"smtpPort":"x"}""", "smtpPort: its value is of the wrong type.")]
    [InlineData("""{"smtpPort":[]}""", "smtpPort: its value is of the wrong type.")]
    [InlineData("""{"properties":{}}""", "properties: its value is of the wrong type.")]
    [InlineData("""{"properties":[{"key":"a","value":"b"},[]]}""", "properties[1]: its value is of the wrong type.")]
    [InlineData("""{"properties":[{"key":"a","value":"b"},{"key":"a","value":{}}]}""", "properties[1].value: its value is of the wrong type.")]
    [InlineData("""{"one":1,"smtpPort":true,"properties":[{"two":2,"key":[],"value":"b"},7]}""",
        "one: there is no such member. smtpPort: its value is of the wrong type. properties[0].two: there is no such member. "
            + "properties[0].key: its value is of the wrong type. properties[1]: its value is of the wrong type.")]
    [InlineData("""{"a'b']x.y[0]":1}""", "a'b']x.y[0]: there is no such member.")]
    [InlineData("""{"":1}""", ": there is no such member.")]
    [InlineData("""{"colour":1,"colour":2}""", "colour: there is no such member.")]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    [InlineData("""{"colour":1""", "colour: there is no such member.")]
    [InlineData("null", "")]
    public async Task Write_WrongMembers_NamesEachByItsPath(string body, string named)
    {
        foreach (var version in new[] { 1, 2 })
        {
            using var client = await SenderClient.CreateAsync(console, "paths.example", version);
            foreach (var (method, path) in new[] { (HttpMethod.Post, client.All), (HttpMethod.Put, client.One), (HttpMethod.Patch, client.One) })
            {
                if (version == 1 && method == HttpMethod.Patch)
                {
                    continue;
                }

                var error = await SenderClient.ReadAsync(client.SendAsync(method, path, body), 400);

                Assert.Equal(("UE-10000", "Invalid Request."), (error.Text("code"), error.Text("message")));
                Assert.Equal($"{Base} {named}".TrimEnd(), error.Text("description"));
            }
        }
    }

    [Theory]
    [InlineData("PUT", "lifecycle-status", """{"activated":"x","more":1}""", "activated: its value is of the wrong type. more: there is no such member.")]
    [InlineData("POST", "", """{"domain":"x.example","owners":[{"username":"kim","colour":"red"}],"size":1}""",
        "owners[0].colour: there is no such member. size: there is no such member.")]
    [InlineData("POST", "", """{"domain":[],"owners":[7]}""", "domain: its value is of the wrong type. owners[0]: its value is of the wrong type.")]
    public async Task Write_WrongMembersOfATenant_NamesEachByItsPath(string method, string place, string body, string named)
    {
        var person = await console.AddSuperAdministratorAsync();
        using var client = new SenderClient(console.CreateRestClient(person), EmailConsole.Tenants.TenantDomain.Super, 1);
        var path = place.Length == 0 ? "api/server/v1/tenants" : $"api/server/v1/tenants/{Guid.NewGuid()}/{place}";

        using var response = await client.SendAsync(new HttpMethod(method), path, body);

        var error = await response.ReadJsonAsync();
        Assert.Equal((400, $"{Base} {named}"), ((int)response.StatusCode, error.Text("description")));
    }
}
