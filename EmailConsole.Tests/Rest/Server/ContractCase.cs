using System.Net.Http.Headers;

namespace EmailConsole.Tests.Rest.Server;

/// <summary>One request to an API of WSO2 Identity Server, and what its clients may rely on in the answer.</summary>
/// <param name="Row">The row of the API's tables that it stands for.</param>
/// <param name="Title">What is special about it.</param>
/// <param name="Version">Of the API.</param>
internal sealed record ContractCase(string Row, string Title, int Version)
{
    public string Method { get; init; } = "GET";

    /// <summary>What comes before <c>/api/server</c>, without slashes around it; empty: nothing.</summary>
    public string Root { get; init; } = $"t/{ContractBed.Tenant}";

    /// <summary>Below the version.</summary>
    public string Path { get; init; } = "";

    /// <summary>Null: no body.</summary>
    public string? Body { get; init; }

    public string? ContentType { get; init; } = "application/json";

    public string Accept { get; init; } = "application/json";

    /// <summary>The sender that the tenant has before; null: none.</summary>
    public string? Stored { get; init; }

    /// <summary>The version that it was stored with.</summary>
    public int StoredVersion { get; init; } = Version;

    /// <summary>Null: nobody's.</summary>
    public Func<ContractBed, AuthenticationHeaderValue?> Credential { get; init; } = bed => bed.Administrator;

    public int Status { get; init; }

    /// <summary>Of an error; digits stand for a number.</summary>
    public string? Code { get; init; }

    public string? Message { get; init; }

    /// <summary>The whole one, or with a final <c>*</c> its beginning.</summary>
    public string? Description { get; init; }

    public bool IsEmpty { get; init; }

    public Action<ContractAnswer> Check { get; init; } = _ => { };

    /// <summary>Answered with an error's body.</summary>
    public ContractCase Fails(int status, string code, string message, string? description = null) =>
        this with { Status = status, Code = code, Message = message, Description = description };

    /// <summary>Answered with no body at all.</summary>
    public ContractCase IsBare(int status) => this with { Status = status, IsEmpty = true };

    /// <summary>Answered with a body that a check looks at.</summary>
    public ContractCase Succeeds(int status, Action<ContractAnswer>? check = null) =>
        this with { Status = status, Check = check ?? Check };

    public void AssertAnswer(ContractAnswer answer)
    {
        Assert.True((int)answer.Response.StatusCode == Status, $"{(int)answer.Response.StatusCode}: {answer.Text}");
        if (IsEmpty)
        {
            Assert.Empty(answer.Text);
        }
        else
        {
            Assert.Equal("application/json", answer.Response.Content.Headers.ContentType?.MediaType);
        }

        if (Code is not null)
        {
            AssertError(answer);
        }

        Check(answer);
    }

    private void AssertError(ContractAnswer answer)
    {
        var code = answer.Body.GetProperty("code");
        Assert.Equal(Code, code.ToString());
        Assert.Equal(char.IsDigit(Code![0]), code.ValueKind == System.Text.Json.JsonValueKind.Number);
        Assert.Equal(Message, answer.Body.GetProperty("message").GetString());
        var description = answer.Body.GetProperty("description").GetString()!;
        if (Description is not null && Description.EndsWith('*'))
        {
            Assert.StartsWith(Description[..^1], description, StringComparison.Ordinal);
        }
        else if (Description is not null)
        {
            Assert.Equal(Description, description);
        }
    }
}
