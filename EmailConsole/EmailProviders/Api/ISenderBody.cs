using EmailConsole.EmailProviders.Api.Mapping;

namespace EmailConsole.EmailProviders.Api;

/// <summary>The body of a POST or PUT.</summary>
internal interface ISenderBody
{
    /// <summary>One sentence for each member that must be there and is not, where the version checks that by itself.</summary>
    IEnumerable<string> MissingMembers();

    SenderRequest ToRequest();
}
